/** Writes what a command has to say: to the standard output, or to a file, which is never half written. */
import { resolve } from 'node:path';
import type { Request } from '../arguments/parse.ts';
import { complain } from '../check/check-projects.ts';
import { withSlashes } from '../check/project.ts';
import { writeBeside } from '../fix/write-file.ts';
import type { FormatContext } from '../formats/format.ts';
import { rulePage } from '../rule-pages.ts';
import { painter, plainPaint } from '../terminal/colours.ts';
import { programVersion } from '../version.ts';
import type { World } from '../world.ts';

/** Says whether that could be done. */
export function writeResult(
  request: Pick<Request, 'outputFile' | 'color'>,
  world: World,
  make: (context: FormatContext) => string,
): boolean {
  const { outputFile, color } = request;
  const { out, env, home, cwd } = world;
  const isFile = outputFile !== undefined && outputFile !== '-';
  const text = make({
    paint: isFile && color !== 'always' ? plainPaint : painter(color, out, env),
    columns: isFile ? WIDE : out.columns,
    version: programVersion(home),
    pageOf: (rule) => rulePage(home, rule),
    cwd: withSlashes(cwd),
  });
  if (!isFile) {
    out.write(text);
    return true;
  }
  const failure = writeBeside(resolve(cwd, outputFile), Buffer.from(text), undefined);
  if (failure === undefined) return true;
  complain(world, `${outputFile} cannot be written: ${failure}`);
  return false;
}

const WIDE = 160;
