/**
 * Small texts in few files. A block begins with a line such as `### title | bash sh | straight`: the programs that run it,
 * and whether nothing in it depends on inputs.
 */
import { filesBelow, readRepositoryFile } from './repository.ts';

export interface Block {
  readonly title: string;
  /** The second field of the line above it. */
  readonly programs: readonly string[];
  /** Whether each command line that is read as known must be started; see `Draw.straight`. */
  readonly straight: boolean;
  readonly text: string;
}

/** The blocks of all files below a path. */
export function readBlocks(path: string): readonly Block[] {
  const texts = (path.endsWith('.txt') ? [path] : filesBelow(path)).map(readRepositoryFile);
  return texts.flatMap((file) => {
    const [, ...blocks] = file.split(/^### /m);
    return blocks.map((block) => {
      const [head = ''] = block.split('\n', 1);
      const [title = '', programs = '', straight] = head.split(' | ');
      const text = block.slice(head.length + 1);
      return { title, programs: programs.split(' '), straight: straight !== undefined, text };
    });
  });
}

/** A block behind a first line that names a shell. */
export function scriptFor(shell: string, { text }: Block): string {
  return `#!/bin/${shell}\n${text}`;
}

/** All scripts that are compared with shells, by paths of their own such as `test/oracle/data/flow/aliases.sh`. */
export function comparedScripts(): Readonly<Record<string, string>> {
  const folder = 'test/oracle/data/flow';
  return Object.fromEntries(
    readBlocks(folder).map((block) => [
      `${folder}/${block.title.replaceAll(/[^\w-]+/g, '-')}.sh`,
      scriptFor(block.programs[0] ?? 'sh', block),
    ]),
  );
}
