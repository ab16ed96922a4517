/** Only root writes to `/run`; another `USER` uses `WORKDIR`. Why: docs/decisions/socket-directory.md */
import { readDockerfile } from '../../syntax/dockerfile/reader.ts';
import { plain, type Template } from '../../syntax/spell.ts';
import { readOnce } from '../../text/lookup.ts';
import { contains, type Span } from '../../text/span.ts';

/** For root, the default user of images. */
export const DIRECTORY_OF_ROOT: Template = plain('/run/');

const WHERE_IT_IS_STARTED: Template = plain('');

/** The directory for text at a place. */
export function socketDirectoryIn(document: string, at: Span): Template {
  const isOthers = othersInstructions(document).some((own) => contains(own, at));
  return isOthers ? WHERE_IT_IS_STARTED : DIRECTORY_OF_ROOT;
}

const othersInstructions = readOnce((text): readonly Span[] => {
  const found: Span[] = [];
  /** Whether a stage's user is another than root, by its name. */
  const stages = new Map<string, boolean>();
  let isOthers = false;
  let name: string | undefined;
  /** CMD and ENTRYPOINT, which the last user runs. */
  let started: Span[] = [];
  const finish = (): void => {
    if (isOthers) found.push(...started);
    if (name !== undefined) stages.set(name, isOthers);
    started = [];
  };
  for (const { keyword, text: own, at } of readDockerfile(text).instructions) {
    if (keyword === 'FROM') {
      finish();
      const [, image = '', as] =
        /^(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/i.exec(own.decoded.toLowerCase()) ?? [];
      isOthers = stages.get(image) ?? false;
      name = as;
    } else if (keyword === 'USER') isOthers = !/^(?:root|0+)\s*(?::|$)/.test(own.decoded.trim());
    else if (keyword !== 'RUN') started.push(at);
    else if (isOthers) found.push(at);
  }
  finish();
  return found;
});
