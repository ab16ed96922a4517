/** Calls `work` after some milliseconds in a browser; the result cancels that. */
export function laterInBrowser(milliseconds: number, work: () => void): () => void {
  const timer = setTimeout(work, milliseconds);
  return () => clearTimeout(timer);
}
