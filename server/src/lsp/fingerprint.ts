/**
 * The key of a sentence in translations, made by build and server: 32 bits (FNV-1a of the code units) in base 36,
 * `1v2x0c8`.
 */
export function fingerprint(sentence: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < sentence.length; at++) {
    hash = Math.imul(hash ^ sentence.charCodeAt(at), 0x01000193);
  }
  return (hash >>> 0).toString(36);
}
