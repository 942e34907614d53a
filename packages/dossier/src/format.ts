/** Name and version of the dossier's format. A change that old readers cannot take raises the version. */
export const DOSSIER_FORMAT = "seiza-dossier/1";
