/** A sentence's key in translations, for build and server: FNV-1a of 32 bits in base 36, `1v2x0c8`. */
export function fingerprint(sentence: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < sentence.length; at++) {
    hash = Math.imul(hash ^ sentence.charCodeAt(at), 0x01000193);
  }
  return (hash >>> 0).toString(36);
}
