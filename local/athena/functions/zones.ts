import { isTimeZone } from '../../../shared/text/time-zone.ts';
import { notSupported, type Place, QueryError } from '../sql/error.ts';
import { asMoment, coerce, compose, zoned } from '../sql/typed.ts';
import { TIMESTAMPTZ, type Type, ZONED } from '../sql/types.ts';
import { type FunctionDefinition, unexpected } from './definition.ts';

/** `x AT TIME ZONE 'Europe/Berlin'` is a call of this: the same moment, shown by the clocks of another zone. */
export const atTimezone: FunctionDefinition = {
  name: 'at_timezone',
  group: 'Dates and times',
  kind: 'scalar',
  signature: 'at_timezone(time, zone) → timestamp(3) with time zone',
  note: 'the zone is an IANA name such as Europe/Berlin; times of equal moments in other zones are other groups',
  build(args, at) {
    const [time, zone] = args;
    const fits = time && zone && args.length === 2 && zone.type.kind === 'varchar';
    if (!fits || (time.type.kind !== 'timestamp' && time.type.kind !== 'timestamptz')) {
      throw unexpected(atTimezone, args, at);
    }
    const moment = asMoment(coerce(time, TIMESTAMPTZ)).sql;
    if (zone.constant === undefined) return compose(zoned(moment, zone.sql), ZONED, [time, zone]);
    return compose(moment, zonedType(zone.constant, at), [time]);
  },
};

/** @throws QueryError NOT_SUPPORTED for what is no zone, in Trino's words, and for an offset */
function zonedType(name: string, at: Place): Type {
  if (name === 'UTC') return TIMESTAMPTZ;
  if (/^[+-]\d/.test(name)) throw notSupported('A time zone that is an offset', at);
  // Trino takes names as they are written: Europe/Berlin, not EUROPE/BERLIN.
  const isWritten = /^[A-Z][\w+-]*(\/[A-Z][\w+-]*)*$/.test(name) && (!name.includes('/') || /[a-z]/.test(name));
  if (!isWritten || !isTimeZone(name)) throw new QueryError('NOT_SUPPORTED', `Time zone not supported: ${name}`, at);
  return { kind: 'timestamptz', zone: name };
}
