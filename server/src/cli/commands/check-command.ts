/** `check`: looks at what is named, then prints, fixes or accepts what is found. */
import type { Request } from '../arguments/parse.ts';
import { checkForReport, checkProjects } from '../check/check-projects.ts';
import { joinReports } from '../check/report.ts';
import { EXIT, type UsageError, type World } from '../world.ts';
import { addAccept } from './add-accept.ts';
import { fix } from './fix.ts';
import { printReport } from './print-report.ts';

export async function checkCommand(request: Request, world: World): Promise<number | UsageError> {
  if (request.fix === undefined && !request.diff && request.addAccept === undefined) {
    return await checkOnly(request, world);
  }
  const checked = await checkProjects(request, world);
  if (typeof checked === 'number' || checked.kind === 'usage') return checked;
  return request.addAccept === undefined
    ? await fix(request, checked, world)
    : await addAccept(request.addAccept, request, checked, world);
}

async function checkOnly(request: Request, world: World): Promise<number | UsageError> {
  const checked = await checkForReport(request, world);
  if (typeof checked === 'number' || checked.kind === 'usage') return checked;
  const report = joinReports(checked.projects, world.cwd);
  const isNothing = checked.isBroken && report.checked === 0;
  const code = printReport(report, isNothing ? { ...request, quiet: true } : request, world);
  return checked.isBroken ? EXIT.failed : code;
}
