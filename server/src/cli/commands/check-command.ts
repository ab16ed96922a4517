/** `check`: looks at what is named, then prints, fixes or accepts what is found. */
import type { Request } from '../arguments/parse.ts';
import { look, lookForReport } from '../check/look.ts';
import { joinReports } from '../check/report.ts';
import { EXIT, type UsageError, type World } from '../world.ts';
import { addAccept } from './add-accept.ts';
import { fix } from './fix.ts';
import { printReport } from './print-report.ts';

export async function checkCommand(request: Request, world: World): Promise<number | UsageError> {
  if (request.fix === undefined && !request.diff && request.addAccept === undefined) {
    return await checkOnly(request, world);
  }
  const looked = await look(request, world);
  if (looked.kind === 'usage') return looked;
  if (looked.kind === 'end') return looked.code;
  return request.addAccept === undefined
    ? await fix(request, looked, world)
    : await addAccept(request.addAccept, request, looked, world);
}

async function checkOnly(request: Request, world: World): Promise<number | UsageError> {
  const looked = await lookForReport(request, world);
  if (looked.kind === 'usage') return looked;
  if (looked.kind === 'end') return looked.code;
  const report = joinReports(looked.projects, world.cwd);
  const isNothing = looked.isBroken && report.checked === 0;
  const code = printReport(report, isNothing ? { ...request, quiet: true } : request, world);
  return looked.isBroken ? EXIT.failed : code;
}
