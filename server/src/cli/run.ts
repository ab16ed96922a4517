/** Runs a command line; resolves to an exit code. Rejects only on an internal error. */
import { parseCommandLine, type Request } from './arguments/parse.ts';
import { complain } from './check/check-projects.ts';
import { checkCommand } from './commands/check-command.ts';
import { debug } from './commands/debug.ts';
import { monitors } from './commands/monitors.ts';
import { explain, listRules } from './commands/rules.ts';
import { running } from './commands/running.ts';
import { TOOL } from './formats/format.ts';
import { EXIT, type UsageError, usageError, type World } from './world.ts';

export async function run(words: readonly string[], world: World): Promise<number> {
  const request = parseCommandLine(words);
  const result = request.kind === 'usage' ? request : await runCommand(request, world);
  if (typeof result === 'number') return result;
  complain(world, result.message);
  world.err.write('qemu-monitor-guard --help lists commands and options\n');
  return EXIT.failed;
}

async function runCommand(request: Request, world: World): Promise<number | UsageError> {
  if (request.wantsHelp) return printed(world, HELP);
  switch (request.command) {
    case 'help':
      return printed(world, HELP);
    case 'version':
      return printed(world, `qemu-monitor-guard ${TOOL.version}\n`);
    case 'check':
      return await checkCommand(request, world);
    case 'monitors':
      return await monitors(request, world);
    case 'rules':
      return listRules(request, world);
    case 'explain':
      return explain(request, world);
    case 'lsp':
      return await lsp(request, world);
    case 'running':
      return await running(request, world);
    case 'debug':
      return await debug(request, world);
  }
}

function printed({ out }: World, text: string): number {
  out.write(text);
  return EXIT.fine;
}

/** `--help`: fits 80 columns and 32 lines. */
const HELP = `Finds QEMU monitors that others can open, in scripts, libvirt XML and configs.

  qemu-monitor-guard [check] [PATH...|-]  print what is found, and exit with 1
  qemu-monitor-guard monitors [PATH...]   list monitors, and who can open them
  qemu-monitor-guard running              list those of the QEMUs running here
  qemu-monitor-guard explain RULE         explain a rule; rules: list them all
  qemu-monitor-guard debug FILE:LINE      what is known there; lsp: for editors

  --fix[=safe|all]      fix what is safe, or all; --diff prints it instead
  --add-accept REASON   accept what is found, in .qemu-monitor-guard.json
  -f, --format NAME     text concise json sarif github gitlab junit checkstyle
                        rdjson markdown; -o, --output-file FILE
  --output FORMAT=FILE  write a report into a file, too; several times
  --fail-on SEVERITY    error warning information hint never (default: warning)
  --rule ID=SEVERITY    also off; --show-possible, --neighbours: show more
  --qemu-version V      the QEMU that files are for, such as 7.2
  --no-suppressions     comments and accepted entries excuse nothing
  --changed REVISION    report only files that differ from a revision of git
  --files-from FILE     check the paths in a list, one a line; - reads it
  --exclude GLOB        leave out; --force-exclude: even if named; --no-ignore
  --follow-links        follow named links that lead out of their folder
  --allow-unreadable    do not end with 2 for what cannot be read
  --config FILE         settings instead of the project's; or --no-config
  --stdin-filename NAME what - is called; --color auto|always|never
  -q, --quiet           no summary; -v, --verbose; -V, --version; -h, --help

Exits with 0, 1 if anything is found, 2 if something cannot be read or done.
`;

/** Runs the language server. Never resolves, since the server exits with its editor. */
async function lsp({ words }: Request, { serve }: World): Promise<number | UsageError> {
  if (words.length > 0) return usageError('lsp takes no paths: an editor tells it what is open');
  serve();
  return await new Promise(() => {});
}
