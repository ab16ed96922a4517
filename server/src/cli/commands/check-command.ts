/** `check`: checks paths, then prints, fixes or accepts findings. */
import type { Request } from '../arguments/parse.ts';
import { checkProjects } from '../check/check-projects.ts';
import { reportOf } from '../check/report.ts';
import { EXIT, type UsageError, type World } from '../world.ts';
import { addAccept } from './add-accept.ts';
import { fix } from './fix.ts';
import { earlyPrinter, printReport } from './print-report.ts';

export async function checkCommand(request: Request, world: World): Promise<number | UsageError> {
  const { addAccept: reason, diff } = request;
  const isChanging = reason !== undefined || request.fix !== undefined || diff;
  const known = isChanging ? undefined : earlyPrinter(request, world);
  const checked = await checkProjects(request, world, known);
  if (typeof checked === 'number' || checked.kind === 'usage') return checked;
  if (reason !== undefined) return await addAccept(reason, request, checked, world);
  if (isChanging) return await fix(request, checked, world);
  const { isBroken } = checked;
  const report = reportOf(checked.projects, world.cwd, isBroken, request.noSuppressions);
  const isNothing = isBroken && report.checked === 0;
  const asked = isNothing ? { ...request, quiet: true } : request;
  const code = printReport(report, asked, world);
  return isBroken ? EXIT.failed : code;
}
