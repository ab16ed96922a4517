/** Calls `work` after a number of milliseconds in a browser; returns a function that cancels it. */
export function laterInBrowser(milliseconds: number, work: () => void): () => void {
  const timer = setTimeout(work, milliseconds);
  return () => clearTimeout(timer);
}
