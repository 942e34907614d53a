/** A file that was made. */
export interface Output {
  /** Name of the file; it begins with the study's id or the product's model number. */
  name: string;
  mediaType: string;
  bytes: Uint8Array;
}
