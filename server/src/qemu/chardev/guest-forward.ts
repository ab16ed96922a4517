/** `guestfwd` of a user network, whose device string may hold a monitor (`slirp_guestfwd` in net/slirp.c). */
import { type MappedText, slice } from '../../text/mapped-text.ts';
import { parsePropertyList } from '../options/keyval.ts';

interface GuestForward {
  /** The port in the guest, which names the chardev. */
  readonly port: string;
  /** The device string: the `mon:tcp::4444,server` of `tcp:10.0.2.100:23-mon:tcp::4444,server`. */
  readonly device: MappedText;
  /** The whole value, with its doubled commas made one. */
  readonly at: MappedText;
}

/** The forwards of `-netdev user,…`, `-nic user,…` or `-net user,…` that lead to a chardev. */
export function guestForwards(value: MappedText): readonly GuestForward[] {
  if (!value.decoded.includes('guestfwd=')) return [];
  const { properties } = parsePropertyList(value, 0, 'type');
  return properties.flatMap(({ key, value }) => {
    // `[tcp]:[IP]:PORT-DEVICE`; `cmd:` is a program and no chardev.
    const match =
      key === 'guestfwd' ? /^(?:tcp)?:[^:]*:([^-]+)-(?!cmd:)/.exec(value.decoded) : null;
    if (match === null) return [];
    const device = slice(value, match[0].length);
    return device.decoded === '' ? [] : [{ port: match[1] ?? '', device, at: value }];
  });
}
