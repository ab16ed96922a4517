/**
 * Why a monitor has the audience it has: the chain from what is written to who can open the chardev, in
 * sentences that a hover shows.
 */
import * as l10n from '@vscode/l10n';
import { type MappedText, written } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import { isTcp } from '../chardev/socket.ts';
import type { Machine, Monitor } from '../machine/machine.ts';
import { sharedDirectory } from '../machine/shared-directory.ts';
import type { Protection } from '../object/protection.ts';
import type { Reach } from './reach.ts';

/** One link of the chain. */
export interface Evidence {
  /** A sentence without its full stop. */
  readonly message: string;
  /** The text that it is about, where there is one. */
  readonly at: Span | undefined;
}

/** The chain for one chardev of a monitor, the deciding link first. */
export function explainReach(
  machine: Machine,
  monitor: Monitor,
  reach: Reach,
): readonly Evidence[] {
  const { option, made } = monitor;
  const shared = monitor.sharedWithGuest && 'chardev' in reach && reach.who !== 'user';
  return [
    ...address(reach),
    ...('protection' in reach ? protectionEvidence(reach.protection) : []),
    ...(shared ? [sentence(l10n.t("The guest's console and the monitor share it"))] : []),
    ...(made === 'default'
      ? [sentence(l10n.t('QEMU makes it, because no option asks for a monitor'))]
      : []),
    ...(made === 'hidden' && option
      ? [sentence(l10n.t('mux=on makes a monitor besides the device'), option.word.at)]
      : []),
    ...(machine.complete || reach.who !== 'unknown'
      ? []
      : [sentence(l10n.t('A part of the command line is not known from this file'))]),
  ];
}

function sentence(message: string, at?: Span): Evidence {
  return { message, at };
}

/** What the address says. */
function address(reach: Reach): readonly Evidence[] {
  switch (reach.who) {
    case 'network':
      return [sentence(networkWords(reach), reach.at)];
    case 'host': {
      const words = l10n.t(
        '{0} is this machine: its users, and web pages open on it, can connect',
        reach.host.text,
      );
      return [sentence(words, reach.at)];
    }
    case 'peer':
      return [
        sentence(l10n.t('QEMU connects out, and whoever answers gives it commands'), reach.at),
      ];
    case 'datagrams':
      return [
        sentence(l10n.t('It takes commands from datagrams, whose sender can be forged'), reach.at),
      ];
    case 'abstract':
      return [sentence(l10n.t('An abstract socket has no permissions'), reach.at)];
    case 'directory':
      return [sentence(directoryWords(reach.path), reach.at)];
    case 'device':
      return [sentence(l10n.t('It talks through {0}, which is no socket', reach.name), reach.at)];
    case 'user':
      return [sentence(userWords(reach), reach.at)];
    case 'nobody':
      return [sentence(l10n.t('Nothing leads to it, or QEMU does not start like this'))];
    case 'unknown':
      return [sentence(l10n.t('What it talks through is not known from this file'))];
  }
}

function networkWords({ host, address: kind }: Extract<Reach, { who: 'network' }>): string {
  if (kind === 'unknown') return l10n.t('The address is not fixed in this file');
  if (kind === 'one') {
    return l10n.t('It listens at {0}, where other machines can connect', written(host));
  }
  return host.text === ''
    ? l10n.t('An empty host means every network interface')
    : l10n.t('{0} means every network interface', host.text);
}

function directoryWords(path: MappedText): string {
  return path.text === ''
    ? l10n.t('Without a path QEMU makes a socket in /tmp, where everybody may make files')
    : l10n.t('Everybody may make files in {0}', sharedDirectory(path));
}

function userWords({ chardev }: Extract<Reach, { who: 'user' }>): string {
  const { backend } = chardev;
  if (backend.kind === 'socket' && backend.path.kind !== 'absent') {
    return l10n.t('Others may not write to the socket unless umask or its directory lets them');
  }
  if (backend.kind === 'socket' && !isTcp(backend)) {
    return l10n.t('It uses a descriptor that whoever starts QEMU has opened');
  }
  if (backend.kind === 'other' && backend.name === 'stdio') {
    return l10n.t('It is on the terminal that QEMU was started in');
  }
  if (backend.kind === 'other' && backend.name === 'vc') {
    return l10n.t("It is on a console of QEMU's own window");
  }
  return l10n.t('Only whoever runs QEMU gets there');
}

/** What TLS and authorization do about it. */
function protectionEvidence(protection: Protection): readonly Evidence[] {
  const words = protectionWords(protection);
  return words === undefined ? [] : [sentence(words)];
}

function protectionWords(protection: Protection): string | undefined {
  switch (protection.kind) {
    case 'none':
      return l10n.t('Without TLS nobody is asked who they are');
    case 'unauthenticated':
      return protection.reason === 'anonymous'
        ? l10n.t('TLS with anonymous credentials admits any client')
        : l10n.t('TLS with verify-peer=off admits any client');
    case 'authenticated':
      return admissionWords(protection.reason);
    case 'authorized':
      return l10n.t('TLS admits only the clients that the authorization object names');
    case 'unknown':
      return l10n.t('What TLS does here is not known from this file');
    case 'unusable':
    case 'refused':
      return undefined;
  }
}

/** Whom TLS admits that asks for a certificate or a key and for nothing else. */
function admissionWords(reason: Extract<Protection, { kind: 'authenticated' }>['reason']): string {
  switch (reason) {
    case 'no-authz':
      return l10n.t('TLS admits every client with a certificate; tls-authz is missing');
    case 'permissive-authz':
      return l10n.t('TLS admits every client with a certificate; the list allows all');
    case 'pre-shared-key':
      return l10n.t('TLS admits every client that has a key');
  }
}
