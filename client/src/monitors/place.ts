/** Where something is written, for VS Code and for people. */
import { type DiagnosticSeverity, languages, Range, Uri, workspace } from 'vscode';
import type { Location } from 'vscode-languageclient';
import type { InventoryMonitor, Severity } from '../inventory.ts';
import type { MonitorFinding } from './listed-monitor.ts';

/** As the server names itself in diagnostics. */
const SOURCE = 'qemu-monitor-guard';

export function toUri({ uri }: Location): Uri {
  return Uri.parse(uri);
}

export function toRange({ range: { start, end } }: Location): Range {
  return new Range(start.line, start.character, end.line, end.character);
}

/** `run.sh:4`, with folders, and with the name of the workspace's folder where it has several. */
export function placeLabel(location: Location): string {
  return `${workspace.asRelativePath(toUri(location))}:${location.range.start.line + 1}`;
}

/** What is found about a monitor: what the server says of it, in the words of the problem at its place. */
export function findingAbout(monitor: InventoryMonitor): MonitorFinding | undefined {
  const { location, severity, rule } = monitor;
  const told = severity && rule ? { severity, rule, message: undefined } : undefined;
  if (location === undefined) return told;
  const range = toRange(location);
  const problems = languages
    .getDiagnostics(toUri(location))
    .filter((problem) => problem.source === SOURCE && problem.range.intersection(range))
    .map((problem) => ({
      severity: SEVERITIES[problem.severity],
      rule: String(typeof problem.code === 'object' ? problem.code.value : problem.code),
      message: problem.message,
    }))
    .toSorted((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
  if (told === undefined) return problems[0];
  return problems.find((problem) => problem.rule === told.rule) ?? told;
}

/** By what VS Code calls them. */
const SEVERITIES: Readonly<Record<DiagnosticSeverity, Severity>> = [
  ...(['error', 'warning', 'information', 'hint'] as const),
];

/** The worst first. */
const ORDER: readonly Severity[] = ['error', 'warning', 'information', 'hint'];
