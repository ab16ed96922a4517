/** Says of each file once that it was not followed to its end, whoever has looked at it and however often. */
import type { Analysis } from '../service/analysis/analyze.ts';
import { unfollowedWords } from '../service/language-service.ts';

/** Gets each analysis of a file. */
export type NoteUnfollowed = (analysis: Analysis) => void;

/** Who says it; once more only of a file that was followed to its end meanwhile. */
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
