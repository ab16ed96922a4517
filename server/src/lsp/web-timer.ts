/** Does some work after so many milliseconds in a browser, unless it is called off by what is returned. */
export function laterInBrowser(milliseconds: number, work: () => void): () => void {
  const timer = setTimeout(work, milliseconds);
  return () => clearTimeout(timer);
}
