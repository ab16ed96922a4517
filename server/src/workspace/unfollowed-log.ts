/** Logs incomplete analyses, once a file. */
import type { Analysis } from '../service/analysis/analyze.ts';
import { unfollowedWords } from '../service/language-service.ts';

export type NoteUnfollowed = (analysis: Analysis) => void;

/** Makes a log; it repeats a file that was complete meanwhile. */
export function unfollowedLog(say: (message: string) => void): NoteUnfollowed {
  const told = new Set<string>();
  return (analysis) => {
    const words = unfollowedWords(analysis);
    const { path } = analysis.source;
    if (words === undefined) told.delete(path);
    else if (!told.has(path)) {
      told.add(path);
      say(words);
    }
  };
}
