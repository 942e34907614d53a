/** Version of the product, written into dossiers. */
export const VERSION = "0.1.0";
