/** Writes a result to the standard output, or to a file, which is never half written. */
import { realpathSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Request } from '../arguments/parse.ts';
import { complain } from '../check/check-projects.ts';
import { withSlashes } from '../check/project.ts';
import { reasonOf, writeBeside } from '../fix/write-file.ts';
import type { FormatContext } from '../formats/format.ts';
import { rulePage } from '../rule-pages.ts';
import { painter, plainPaint } from '../terminal/colours.ts';
import type { World } from '../world.ts';

type Written = Pick<Request, 'outputFile' | 'color' | 'failOn' | 'verbose'>;

/** What formats need: colours, links and width of the terminal or file. */
export function contextOf(request: Written, world: World): FormatContext {
  const { color, failOn, verbose } = request;
  const { out, env, home, cwd } = world;
  const isFile = isToFile(request);
  return {
    paint: isFile && color !== 'always' ? plainPaint : painter(color, out, env),
    columns: isFile ? WIDE : out.columns,
    failOn,
    verbose,
    pageOf: (rule) => rulePage(home, rule),
    cwd: withSlashes(cwd),
  };
}

/** Writes what `make` returns; reports errors and returns false. */
export function writeResult(
  request: Written,
  world: World,
  make: (context: FormatContext) => string,
): boolean {
  const { out, cwd } = world;
  const text = make(contextOf(request, world));
  if (!isToFile(request)) {
    out.write(text);
    return true;
  }
  const { outputFile } = request;
  const failure = writeTo(resolve(cwd, outputFile), Buffer.from(text));
  if (failure === undefined) return true;
  complain(world, `${outputFile} cannot be written: ${failure}`);
  return false;
}

/** Whether the text goes to a file. */
export function isToFile<T extends Written>(
  request: T,
): request is T & { readonly outputFile: string } {
  return request.outputFile !== undefined && request.outputFile !== '-';
}

/** Replaces a file, but no link or device (`/dev/null`). */
function writeTo(path: string, bytes: Buffer): string | undefined {
  try {
    const before = statSync(path, { throwIfNoEntry: false });
    if (before === undefined) return writeBeside(path, bytes, undefined);
    if (before.isFile()) return writeBeside(realpathSync(path), bytes, before);
    writeFileSync(path, bytes);
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

const WIDE = 160;
