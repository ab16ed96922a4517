/** The keys of sentences in translations: written by the build, looked up by the server. */

/** The key of an English sentence: 32 bits (FNV-1a of its code units) in base 36, such as `1v2x0c8`. */
export function fingerprint(sentence: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < sentence.length; at++) {
    hash = Math.imul(hash ^ sentence.charCodeAt(at), 0x01000193);
  }
  return (hash >>> 0).toString(36);
}
