// Records toLocale…String of dates and numbers: node record-locales.cjs > locales.json
// Recorded with Node 20.20.2, ICU 78.2.
'use strict';
const locales = ['en-US', 'es-ES', 'es-MX', 'pt-BR', 'de-DE', 'fr-FR', 'en-GB'];
const zones = ['UTC', 'America/Mexico_City', 'Europe/Madrid'];
const moments = [1709287509000, 1735689599000, 1716163200000, 1693526400000, 1720155909000];
const dateOptions = [
  undefined, {}, { year: 'numeric', month: 'long', day: 'numeric' }, { year: 'numeric', month: 'short', day: 'numeric' },
  { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  { weekday: 'short', year: 'numeric', month: 'short', day: 'numeric' },
  { weekday: 'long', day: '2-digit', month: 'short' }, { weekday: 'long', month: 'long', day: 'numeric' },
  { weekday: 'short', month: 'short', day: 'numeric' },
  { day: '2-digit', month: '2-digit', year: 'numeric' }, { day: '2-digit', month: 'short', year: 'numeric' },
  { day: '2-digit', month: 'long', year: 'numeric' }, { day: 'numeric', month: 'numeric', year: 'numeric' },
  { day: '2-digit', month: '2-digit', year: '2-digit' }, { month: 'short', day: 'numeric' },
  { month: 'long', day: 'numeric' }, { day: '2-digit', month: 'short' }, { day: '2-digit', month: '2-digit' },
  { month: 'long', year: 'numeric' }, { month: 'short', year: 'numeric' }, { month: 'short' }, { month: 'long' },
  { weekday: 'long' }, { weekday: 'short' }, { year: 'numeric' }, { day: 'numeric' }, { month: '2-digit', year: 'numeric' },
  { dateStyle: 'full' }, { dateStyle: 'long' }, { dateStyle: 'medium' }, { dateStyle: 'short' }, { timeZone: 'UTC' },
  { year: 'numeric', month: 'long', day: 'numeric', timeZone: 'America/New_York' }, { day: '2-digit' }, { month: 'numeric', day: 'numeric' },
];
const timeOptions = [
  undefined, {}, { hour: '2-digit', minute: '2-digit' }, { hour: 'numeric', minute: '2-digit' },
  { hour: 'numeric', minute: 'numeric' }, { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  { hour: '2-digit', minute: '2-digit', hour12: true }, { hour: '2-digit', minute: '2-digit', hour12: false },
  { hour: 'numeric', minute: '2-digit', hour12: true }, { hour: 'numeric' }, { timeStyle: 'short' }, { timeStyle: 'medium' },
  { hour: 'numeric', minute: 'numeric', hour12: false }, { hour: 'numeric', hour12: true }, { hour12: false },
];
const bothOptions = [
  undefined, {}, { dateStyle: 'medium', timeStyle: 'short' }, { dateStyle: 'short', timeStyle: 'short' },
  { dateStyle: 'long', timeStyle: 'short' }, { dateStyle: 'full', timeStyle: 'short' },
  { day: '2-digit', month: '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit' },
  { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' },
  { year: 'numeric', month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit' },
  { weekday: 'short', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' },
  { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit' },
  { hour12: false }, { hour12: true }, { timeZone: 'America/Mexico_City' }, { dateStyle: 'short' }, { timeStyle: 'short' },
  { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' },
  { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false },
  { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' }, { hour: '2-digit', minute: '2-digit' },
  { month: 'long', year: 'numeric' },
];
const numbers = [0, 1, 12, 123, 1234, 12345.678, 1234567.891, -1234.5, 0.5, 0.1234567, 1e21, 1234.5, 99.995, -0.001, 1e-7];
const numberOptions = [
  undefined, {}, { minimumFractionDigits: 2 }, { minimumFractionDigits: 2, maximumFractionDigits: 2 },
  { maximumFractionDigits: 0 }, { maximumFractionDigits: 1 }, { maximumFractionDigits: 2 }, { minimumFractionDigits: 0 },
  { style: 'currency', currency: 'USD' }, { style: 'currency', currency: 'EUR' }, { style: 'currency', currency: 'MXN' },
  { style: 'currency', currency: 'BRL' }, { style: 'currency', currency: 'GBP' }, { style: 'currency', currency: 'ARS' },
  { style: 'currency', currency: 'COP' }, { style: 'currency', currency: 'CLP' }, { style: 'currency', currency: 'JPY' },
  { style: 'currency', currency: 'INR' }, { style: 'currency', currency: 'USD', minimumFractionDigits: 0 },
  { style: 'currency', currency: 'USD', maximumFractionDigits: 0 },
  { style: 'currency', currency: 'MXN', minimumFractionDigits: 2, maximumFractionDigits: 2 },
  { style: 'percent' }, { style: 'percent', minimumFractionDigits: 1 }, { useGrouping: false },
  { minimumIntegerDigits: 2 }, { style: 'decimal', maximumFractionDigits: 3 }, { style: 'currency', currency: 'COP', minimumFractionDigits: 0 },
];

function rows(values, method, options, zone) {
  return locales.flatMap(locale => options.map(option => {
    const call = `${method}(${JSON.stringify(locale)}${option === undefined ? '' : ', ' + JSON.stringify(option)})`;
    return [locale, call, values.map(value => value[method](locale, option))];
  }));
}
const dates = zones.flatMap(zone => {
  process.env.TZ = zone;
  const values = moments.map(m => new Date(m));
  // All options in one zone, and the usual ones in the others.
  const some = list => zone === 'UTC' ? list : list.slice(0, 4);
  return [['toLocaleDateString', dateOptions], ['toLocaleTimeString', timeOptions], ['toLocaleString', bothOptions]]
    .flatMap(([method, options]) => rows(values, method, some(options)).map(row => [zone, ...row]));
});
const version = `node ${process.version}, ICU ${process.versions.icu}, CLDR ${process.versions.cldr}`;
process.stdout.write(JSON.stringify({ version, moments, numbers: numbers.map(String), dates, numberRows: rows(numbers, 'toLocaleString', numberOptions) }) + '\n');
