/** Why a monitor has its audience, for the hover. */
import * as l10n from '@vscode/l10n';
import { type MappedText, written } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import { isTcp } from '../chardev/socket.ts';
import type { Machine, Monitor } from '../machine/machine.ts';
import { sharedDirectory } from '../machine/shared-directory.ts';
import type { Protection } from '../object/protection.ts';
import { spawnDeniedBy } from './confinement.ts';
import { hostSentence } from './host-sentence.ts';
import type { Reach } from './reach.ts';

export interface Evidence {
  /** A sentence without a full stop. */
  readonly message: string;
  readonly at: Span | undefined;
}

/** Reasons for an audience, the decisive one first. */
export function explainReach(
  machine: Machine,
  monitor: Monitor,
  reach: Reach,
): readonly Evidence[] {
  const { option, made } = monitor;
  const shared = monitor.sharedWithGuest && 'chardev' in reach && reach.who !== 'user';
  return [
    ...address(machine, reach),
    ...('protection' in reach ? protectionEvidence(reach.protection) : []),
    ...('transport' in reach ? confinementEvidence(machine) : []),
    ...(shared ? [sentence(l10n.t("The guest's console and the monitor share it"))] : []),
    ...(made === 'default'
      ? [sentence(l10n.t('QEMU adds it by default, since no option asks for a monitor'))]
      : []),
    ...(made === 'hidden' && option
      ? [sentence(l10n.t('mux=on adds a monitor to the device'), option.word.at)]
      : []),
    ...(machine.complete || reach.who !== 'unknown'
      ? []
      : [sentence(l10n.t('Part of the command line is only known at run time'))]),
  ];
}

function sentence(message: string, at?: Span): Evidence {
  return { message, at };
}

function address(machine: Machine, reach: Reach): readonly Evidence[] {
  switch (reach.who) {
    case 'network':
      return [sentence(networkWords(reach), reach.at)];
    case 'host': {
      const words = hostSentence(
        machine,
        '{0} is this host: its users, and web pages open on it, can connect',
        reach.host.decoded,
      );
      return [sentence(words, reach.at)];
    }
    case 'peer':
      return [
        sentence(l10n.t('QEMU connects out, and the host that answers controls it'), reach.at),
      ];
    case 'datagrams':
      return [
        sentence(
          l10n.t('It takes commands from UDP packets, whose sender can be forged'),
          reach.at,
        ),
      ];
    case 'abstract':
      return [sentence(l10n.t('An abstract socket has no permissions'), reach.at)];
    case 'directory':
      return [sentence(directoryWords(reach.path), reach.at)];
    case 'device':
      return [sentence(l10n.t('It uses {0}, which is not a socket', reach.name), reach.at)];
    case 'user':
      return [sentence(userWords(reach), reach.at)];
    case 'nobody':
      return [sentence(l10n.t('Nothing leads to it, or QEMU does not start like this'))];
    case 'unknown':
      return [sentence(l10n.t('This file does not show what it uses'))];
  }
}

function networkWords({ host, address: kind }: Extract<Reach, { who: 'network' }>): string {
  if (kind === 'unknown') return l10n.t('The address is only known at run time');
  if (kind === 'one') {
    return l10n.t('It listens at {0}, where other machines can connect', written(host));
  }
  return host.decoded === ''
    ? l10n.t('An empty host means every network interface')
    : l10n.t('{0} means every network interface', host.decoded);
}

function directoryWords(path: MappedText): string {
  return path.decoded === ''
    ? l10n.t('Without a path QEMU creates a socket in /tmp, where any user can create files')
    : l10n.t('Any user can create files in {0}', sharedDirectory(path));
}

function userWords({ chardev }: Extract<Reach, { who: 'user' }>): string {
  const { backend } = chardev;
  if (backend.kind === 'socket' && backend.path.kind !== 'absent') {
    return l10n.t('Other users cannot connect unless umask or the directory lets them');
  }
  if (backend.kind === 'socket' && !isTcp(backend)) {
    return l10n.t('It uses a file descriptor inherited from the process that starts QEMU');
  }
  if (backend.kind === 'other' && backend.name === 'stdio') {
    return l10n.t('It is on the terminal that QEMU was started in');
  }
  if (backend.kind === 'other' && backend.name === 'vc') {
    return l10n.t("It is on a console of QEMU's own window");
  }
  return l10n.t('Only the user who runs QEMU can open it');
}

function protectionEvidence(protection: Protection): readonly Evidence[] {
  const words = protectionWords(protection);
  return words === undefined ? [] : [sentence(words)];
}

function protectionWords(protection: Protection): string | undefined {
  switch (protection.kind) {
    case 'none':
      return l10n.t('Without TLS, clients are not authenticated');
    case 'unauthenticated':
      return protection.reason === 'anonymous'
        ? l10n.t('TLS with anonymous credentials admits any client')
        : l10n.t('TLS with verify-peer=off admits any client');
    case 'authenticated':
      return admissionWords(protection.reason);
    case 'authorized':
      return l10n.t('TLS admits only the clients that the authorization object names');
    case 'unknown':
      return l10n.t('This file does not show what TLS does here');
    case 'unusable':
    case 'refused':
      return undefined;
  }
}

function confinementEvidence(machine: Machine): readonly Evidence[] {
  const by = spawnDeniedBy(machine);
  if (by === undefined) return [];
  return [sentence(l10n.t('{0} forbids QEMU to start programs; it can still open files', by))];
}

function admissionWords(reason: Extract<Protection, { kind: 'authenticated' }>['reason']): string {
  return {
    'no-authz': () => l10n.t('TLS admits every client with a certificate; tls-authz is missing'),
    'permissive-authz': () =>
      l10n.t('TLS admits every client with a certificate; the list allows all'),
    'pre-shared-key': () => l10n.t('TLS admits every client that has a key'),
  }[reason]();
}
