/** Runs a command line, and gives what the program ends with. Never rejects but for a mistake of ours. */

import { answer } from './answer.ts';
import { HELP } from './arguments/help.ts';
import type { Request } from './arguments/parse.ts';
import { checkCommand } from './commands/check-command.ts';
import { lsp } from './commands/lsp.ts';
import { monitors } from './commands/monitors.ts';
import { explain, listRules } from './commands/rules.ts';
import { running } from './commands/running.ts';
import { programVersion } from './version.ts';
import { EXIT, type UsageError, type World } from './world.ts';

export function run(words: readonly string[], world: World): Promise<number> {
  return answer(words, world, runCommand);
}

async function runCommand(request: Request, world: World): Promise<number | UsageError> {
  if (request.wantsHelp) return printed(world, HELP);
  switch (request.command) {
    case 'help':
      return printed(world, HELP);
    case 'version':
      return printed(world, `qemu-monitor-guard ${programVersion(world.home)}\n`);
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
  }
}

function printed({ out }: World, text: string): number {
  out.write(text);
  return EXIT.fine;
}
