/** Runs work after so many milliseconds in a browser; returns how to cancel that. */
export function laterInBrowser(milliseconds: number, work: () => void): () => void {
  const timer = setTimeout(work, milliseconds);
  return () => clearTimeout(timer);
}
