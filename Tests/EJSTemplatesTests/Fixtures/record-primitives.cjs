// Records what JavaScript answers for numbers and dates: node record-primitives.cjs > primitives.json
// Recorded with Node 20.20.2, TZ=UTC, ICU 78.2.
'use strict';
process.env.TZ = 'UTC';

const numbers = [0, -0, 1, -1, 1.005, 1.45, 2.5, -2.5, 0.5, 1.5, 123.456, -123.456, 1e21, 1e20, 123456789012345680000,
  1e-7, 1.5e-10, 5e-324, 1.7976931348623157e308, 0.1, 0.2, 0.1 + 0.2, 1 / 3, 2 / 3, 99.995, 0.000001, 0.00001234,
  4.35, 10.235, 8.345, 255, 255.5, 3.14159, 1e300, 9007199254740993, 0.046875, 999.9999, 1234.5678, NaN, Infinity,
  -Infinity, 1.255, 1e15 + 0.3, 0.999, 9.5, 12345.6789e-12, 2 ** 53, 2 ** 70, 36 ** 9 + 0.125];
const formats = [];
for (const n of numbers) {
  const row = { n: String(n) === '0' && 1 / n < 0 ? '-0' : String(n), fixed: [], precise: [], exponential: [], radix: [] };
  for (const d of [0, 1, 2, 5, 10, 20, 100]) row.fixed.push([d, n.toFixed(d)]);
  for (const d of [1, 2, 3, 6, 15, 21, 100]) row.precise.push([d, n.toPrecision(d)]);
  for (const d of [-1, 0, 1, 3, 20]) row.exponential.push([d, d < 0 ? n.toExponential() : n.toExponential(d)]);
  for (const r of [2, 3, 8, 10, 16, 36]) row.radix.push([r, n.toString(r)]);
  formats.push(row);
}

const texts = ['2024-1-5', '2024-01-05', '2024-01-05T10:00', '2024-01-05 10:00', '2024-01-05T10:00:00.123456Z',
  'Jan 5, 2024', '5 January 2024', '2024/01/05', '01/05/2024', '1/5/24', '1/5/49', '1/5/50', '2024', '202',
  'Thu Jan 01 1970 00:00:00 GMT+0100 (CET)', 'Tue, 14 Nov 2023 22:13:20 GMT', '20240105', '12', '13', '32',
  '2024-13-01', '2024-02-30', '2024-02-30T00:00', '2024-1-32', '', 'foo', 'foo 5', 'Jan 5', 'Jan 2024', '10:00',
  '2024-01-05T10:00:00+02:00', '2024-01-05T10:00:00+0200', '2024-01-05T10', '2024-01-05T10:00Z',
  '2024-01-05 10:00:00 PM', '2024-01-05 10:00 AM', '+002024-01-05', '-000000-01-01', '-000001-01-01', '2024-01',
  '2024-1', 'Jan 5 2024 10:00 EST', 'January 5th, 2024', '5.1.2024', '2024.01.05', '2024-01-05T24:00:00',
  '2024-01-05T24:00:01', 'Jan. 5, 2024', 'Janu 5 2024', '2024-01-05T10:00:00.5', '1e3', '0', '-1', '2024-01-05T',
  '2024-01-05 ', 'T10:00', '2024-01-05 12:00 am', '2024-01-05 13:00 pm', 'Mon 5 Jan 2024 10:00:00 +0100',
  'Jan 5, 2024, 3:45 PM', '2024-01-05T10:00:00 Z', '12/25/1995 (comment) 10:00', '2024-W01', '2024-01-05T1:00',
  ' 2024-01-05', '2024-01-05x', '2024-00-10', '2024-01-00', '2024-01-05T10:00:00-05:30', '2024-01-05T25:00',
  '2024-01-05T10:60', '2024-01-05T10:00:60', '2024-01-05 10:00:00.123', '2024-01-05 10:00:00 GMT-3',
  '2024-01-05 10:00:00 UTC', '1 Feb 2024 1:2:3', 'Feb 29 2023', '2023-02-29', '12-25-2024', '25-12-2024',
  '+275760-09-13', '+275760-09-13T00:00:00.001Z', '-271821-04-20', '1970-01-01T00:00:00Z', '2024-06-01T12:00',
  '2024-01-05t10:00z', '2024-01-05T10:00:00,5', '10:00 2024-01-05', '2024 Jan 5', 'Jan 5 24', '2024-01-05T10:00:00GMT',
  'Thursday, January 5, 2023', '5 Jan', 'may', 'May 2024 (x(y)z) 3', '1::2', '2024-01-05 1::', '2024-1-5 3.5', '٣'];
const zones = ['UTC', 'America/New_York', 'Europe/Madrid', 'Asia/Kolkata', 'America/Sao_Paulo', 'Australia/Lord_Howe'];
const moments = [0, 1700000000000, 1709287509000, -1, -62135596800001, 951782400000, 8.64e15, -8.64e15, 1729990800000,
  1711846800000, 1710054000000, 253402300800000];
const dates = [];
for (const zone of zones) {
  process.env.TZ = zone;
  dates.push({
    zone,
    parsed: texts.map(t => [t, String(new Date(t).getTime())]),
    local: [[2024, 2, 31, 2, 30], [2024, 2, 10, 2, 30], [2024, 9, 27, 2, 30], [2024, 10, 3, 1, 30], [2024, 0, 1],
      [99, 0, 1], [2024, 14, 35, 25, 61, 61, 1001], [2024, -1, 0], [1883, 10, 18, 12], [2024, 3, 7, 1, 45]]
      .map(p => [p, String(new Date(...p).getTime())]),
    // Outside of these years V8 takes names of zones from other years.
    written: moments.filter(m => zone === 'UTC' || (m >= 0 && m < 8e15)).map(m => {
      const d = new Date(m);
      return [m, d.toString(), d.toDateString(), d.toISOString(), d.toUTCString(),
        [d.getFullYear(), d.getMonth(), d.getDate(), d.getHours(), d.getMinutes(), d.getSeconds(), d.getDay(),
          d.getTimezoneOffset()].join(' ')];
    }),
  });
}
const version = `node ${process.version}, ICU ${process.versions.icu}, tz ${process.versions.tz}`;
process.stdout.write(JSON.stringify({ version, formats, dates }, null, 0) + '\n');
