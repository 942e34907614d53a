/** Gives a file to the person. */
export function saveBlob(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
export const saveText = (text: string, name: string): void =>
  saveBlob(new Blob([text], { type: "text/plain;charset=utf-8" }), name);
