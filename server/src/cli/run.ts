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

/** `--help`: fits 80 columns. */
const HELP = `Finds QEMU monitors that others can open, in scripts, libvirt XML and configs.

Usage: qemu-monitor-guard [COMMAND] [OPTION...] [PATH...]

Commands
  check [PATH...]       print findings; the default. The path - reads a script
                        from the standard input
  monitors [PATH...]    list monitors and who can open them
  running               list the monitors of QEMUs that run on this machine
  explain RULE          explain a rule
  rules                 list all rules
  debug FILE:LINE       explain why a line has a finding, or none
  lsp                   run the language server of an editor

Fixes
  --fix[=safe|all]      apply safe fixes (the default), or all
  --diff                print what --fix would change, and change nothing
  --add-accept REASON   accept all findings, in .qemu-monitor-guard.json

Findings
  --rule ID=SEVERITY    change the severity of a rule (off, too); repeatable
  --show-possible       show uncertain findings, too
  --neighbours          check gdb, qtest, VNC, SPICE, migration and NBD, too
  --qemu-version V      the QEMU that files are for, such as 7.2
  --no-suppressions     count ignored and accepted findings, too
  --fail-on SEVERITY    exit with 1 from error, warning (the default),
                        information or hint on, or never

Files
  --exclude GLOB        leave out files and folders; repeatable
  --force-exclude       leave out excluded files even if they are named
  --no-ignore           check files that git ignores, too
  --changed REVISION    report only files that differ from a revision of git
  --files-from FILE     check the paths in a list, one a line; - reads it
  --follow-links        follow named links that lead out of their folder
  --allow-unreadable    do not exit with 2 if a file cannot be read
  --stdin-filename NAME the name of the script on the standard input
  --config FILE         use these settings; --no-config uses none

Output
  -f, --format NAME     text, concise, json, sarif, github, gitlab, junit,
                        checkstyle, rdjson or markdown
  -o, --output-file FILE
  --output FORMAT=FILE  write a report into a file, too; repeatable
  --color WHEN          auto, always or never
  -q, --quiet           print no summary
  -v, --verbose         print pages, advice, and all files not checked
  -V, --version         print the version
  -h, --help            print this text

Exits with 0, with 1 if there are findings, with 2 if something cannot be read
or done.
`;

/** Runs the language server, which exits with its editor. Never resolves. */
async function lsp({ words }: Request, { serve }: World): Promise<number | UsageError> {
  if (words.length > 0) return usageError('lsp takes no paths: an editor tells it what is open');
  serve();
  return await new Promise(() => {});
}
