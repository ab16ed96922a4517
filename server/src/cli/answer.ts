/** Reads a command line and has it run; a mistake in it is told. Gives what the program ends with. */
import { parseCommandLine, type Request } from './arguments/parse.ts';
import { complain } from './check/check-projects.ts';
import { EXIT, type UsageError, type World } from './world.ts';

/** `runCommand` runs whatever was asked for, or says why that cannot be done. */
export async function answer(
  words: readonly string[],
  world: World,
  runCommand: (request: Request, world: World) => Promise<number | UsageError>,
): Promise<number> {
  const request = parseCommandLine(words);
  const result = request.kind === 'usage' ? request : await runCommand(request, world);
  if (typeof result === 'number') return result;
  complain(world, result.message);
  world.err.write('qemu-monitor-guard --help shows what there is\n');
  return EXIT.failed;
}
