import {texts} from './texts.js';

/** The element's sentences, numbers, dates and prices, in the language of the page around it. */
export class Words {
  #element;

  constructor(element) {
    this.#element = element;
    const page = element.closest('[lang]')?.lang || navigator.language;
    const base = page.split('-')[0].toLowerCase();
    /** The language that it speaks: the page's if there are texts for it, English otherwise. */
    this.language = texts[base] ? base : 'en';
    /** Whether the law of the United States counts; for whoever reads in German, German law does. */
    this.american = this.language !== 'de' && element.getAttribute('country') === 'US';
    // Within that language, as people write it where the reader lives: en-IE, de-CH.
    this.locale = [page, ...navigator.languages]
        .filter((tag) => tag.split('-')[0].toLowerCase() === this.language)
        .sort((one, other) => other.length - one.length)[0] ?? this.language;
  }

  say(name, values = {}) {
    const [one, other = one] =
        (this.#element.getAttribute(`text-${name}`) ?? texts[this.language][name] ?? texts.en[name])
            .split('|');
    const single = new Intl.PluralRules(this.locale).select(values.n ?? 2) === 'one';
    return (single ? one : other).replace(/{(\w+)}/g, (_, key) => {
      const value = values[key];
      return typeof value === 'number' ? value.toLocaleString(this.locale) : value;
    });
  }

  /** "2 of 5 free articles left this month", or until the day on which the count begins anew. */
  meter({left, limit, resetsAt}) {
    if (!resetsAt) return this.say('meter', {left, limit});
    const end = new Date(resetsAt);
    const date = end.toLocaleDateString(this.locale, {day: 'numeric', month: 'long'});
    return this.say(endsWithAMonth(end) ? 'meter-month' : 'meter-until', {left, limit, date});
  }

  /** What a plan costs: "€9.00 a month", "€4.00". */
  price({price: {amountMinor, currency}, period}) {
    // Browsers drop the decimals of rupiahs and others: minor units are those of ISO 4217, whose
    // codes without decimals, and with three, these are among all money in use.
    const digits = /[^CH].F|V[NU]|CL|IS|JP|RW|PY|UG/.test(currency)
      ? 0
      : /BH|IQ|JO|KW|LY|OM|TND/.test(currency) ? 3 : 2;
    const amount = (amountMinor / 10 ** digits).toLocaleString(
        this.locale, {style: 'currency', currency, minimumFractionDigits: digits});
    if (!period) return amount;
    const [count, unit] = spanOf(period);
    return count === 1
      ? this.say(unit, {price: amount})
      : this.say('every', {price: amount, period: this.span(period)});
  }

  /** What else is to know about a plan. */
  details({unlocks, unlocksPerPeriod, validFor}) {
    return [
      unlocks && this.say('pack', {n: unlocks}),
      unlocksPerPeriod && this.say('included', {n: unlocksPerPeriod}),
      validFor && this.say('within', {period: this.span(validFor)}),
    ].filter(Boolean).join(', ');
  }

  /** "3 months", "2 weeks". */
  span(period) {
    const [count, unit] = spanOf(period);
    return count.toLocaleString(this.locale, {style: 'unit', unit, unitDisplay: 'long'});
  }
}

/** Whether the moment is the first of a month somewhere: sites have time zones of their own. */
function endsWithAMonth(moment) {
  const shifted = (hours) => new Date(moment.getTime() + hours * 36e5).getUTCMonth();
  return shifted(-12) !== shifted(14);
}

/** An ISO 8601 period in its largest whole unit: P12M is [1, 'year'], P14D is [2, 'week']. */
function spanOf(period) {
  const [, years = 0, months = 0, days = 0] = period.match(/^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?$/);
  const all = years * 12 + Number(months);
  if (all) return all % 12 ? [all, 'month'] : [all / 12, 'year'];
  return days % 7 ? [Number(days), 'day'] : [days / 7, 'week'];
}
