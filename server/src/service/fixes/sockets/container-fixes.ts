import * as l10n from '@vscode/l10n';
import { isKnown } from '../../../text/mapped-text.ts';
import type { ShownFinding } from '../../analysis/analyze.ts';
import { portOf } from '../../analysis/client-match.ts';
import type { RenderContext } from '../fix-context.ts';
import type { RenderedFix } from '../render-fix.ts';
import { hasOwnLoopback } from './boundaries.ts';

/** Files that Compose reads together with others, which may publish the port, too. */
const COMPOSE = /(?:^|\/)(?:docker-|podman-)?compose[\w.-]*\.ya?ml$/;

/** Publishes a container's port on 127.0.0.1, else removal comes first. Why: docs/decisions/fix-safety.md */
export function fixesInContainer(
  { analysis, project }: Pick<RenderContext, 'analysis' | 'project'>,
  finding: ShownFinding,
  fixes: readonly RenderedFix[],
): readonly RenderedFix[] {
  const loopback = fixes.find((fix) => {
    return fix.id === 'listen-on-loopback' && hasOwnLoopback(analysis, finding, fix);
  });
  if (loopback === undefined) return fixes;
  const others = fixes.filter((fix) => fix !== loopback);
  const { host, source } = analysis;
  const address = others.find(({ of }) => of.releasesAddress)?.of.releasesAddress;
  const port = address && portOf(address);
  if (port && isKnown(port)) {
    const edits = host?.withoutShell?.publishOnLoopback?.(source.text, finding.at, port.decoded);
    const isAlone = !project.placesOf(port.decoded).some(({ path }) => {
      return path !== source.path && COMPOSE.test(path);
    });
    if (edits && isAlone) return [published(loopback, edits, port.decoded), ...others];
  }
  const isNamed = others.some(({ clients = [] }) => {
    return clients.some(({ path }) => path === source.path);
  });
  const isFirst = ({ id }: RenderedFix): number => (id === 'remove-monitor' ? 0 : 1);
  return isNamed ? others.toSorted((one, other) => isFirst(one) - isFirst(other)) : others;
}

function published({ of }: RenderedFix, edits: RenderedFix['edits'], port: string): RenderedFix {
  return {
    of,
    edits,
    id: 'publish-on-loopback',
    title: l10n.t('Publish port {0} on 127.0.0.1 only (still open to other containers)', port),
    safety: 'review',
    risk: l10n.t(
      'Other machines can no longer connect; local users and other containers still can',
    ),
    preferred: false,
  };
}
