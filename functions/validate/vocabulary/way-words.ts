/**
 * Words of sentences that say who gave energy to whom: `Energy received from customer`, `Vom Netz bezogene Energie`.
 * By language, because a preposition of one is another of the next. Notation as in flow-words.ts, without `*`.
 */
import type { Language } from './languages.ts';

export interface WayWords {
  readonly given: string;
  readonly taken: string;
  readonly from: string;
  readonly to: string;
  readonly by: string;
  /** Stand between a preposition and its noun. */
  readonly articles: string;
  /** The grid, and who runs it. */
  readonly utility: string;
  /** The site, as the grid sees it. */
  readonly customer: string;
}

export const WAY_WORDS: Partial<Record<Language, WayWords>> = {
  en: {
    given: 'given, delivered, supplied, sent, fed, provided, sold, exported, returned, injected, delivery, supply',
    taken: 'taken, took, received, drawn, bought, purchased, imported, withdrawn, obtained',
    from: 'from',
    to: 'to, into',
    by: 'by',
    articles: 'the, our, your, public, electric, electricity, power',
    utility: 'grid, utility, network, us, dno, distributor',
    customer: 'customer, customers, client, you',
  },
  de: {
    given:
      'geliefert, gelieferte, gelieferter, abgegeben, abgegebene, abgegebener, abgabe, lieferung, rucklieferung, ' +
      'ruckgeliefert, eingespeist, eingespeiste, gespeist, gespeiste, verkauft, verkaufte, ubertragen',
    taken:
      'bezogen, bezogene, bezogener, bezug, entnommen, entnommene, entnahme, erhalten, erhaltene, empfangen, ' +
      'empfangene, abgenommen, abgenommene, aufgenommen, aufgenommene, gekauft, gekaufte',
    from: 'von, vom, aus',
    to: 'an, ins, in, zum',
    by: 'durch',
    articles: 'das, dem, den, der, offentliche, offentlichen',
    utility: 'netz, stromnetz, ortsnetz, netzbetreiber, versorger, evu',
    customer: 'kunde, kunden, kundin',
  },
  fr: {
    given:
      'fournie, fourni, rendue, rendu, livrée, livré, injectée, injecté, cédée, cédé, restituée, vendue, envoyée, ' +
      'reversée, exportée',
    taken: 'prise, pris, prélevée, prélevé, soutirée, soutiré, reçue, reçu, tirée, achetée, importée',
    from: 'du, de, depuis',
    to: 'au, vers, sur',
    by: 'par',
    articles: 'le, la, l, public',
    utility: 'réseau, distributeur, fournisseur',
    customer: 'client, clients, consommateur',
  },
  es: {
    given:
      'entregada, entregado, vertida, vertido, suministrada, suministrado, cedida, inyectada, inyectado, vendida, ' +
      'devuelta, enviada, exportada',
    taken: 'tomada, tomado, recibida, recibido, absorbida, comprada, importada, extraída, retirada',
    from: 'de, del, desde',
    to: 'a, al, hacia, en',
    by: 'por',
    articles: 'la, el, los',
    utility: 'red, distribuidora, compañía',
    customer: 'cliente, clientes, usuario',
  },
  it: {
    given: 'fornita, fornito, ceduta, ceduto, immessa, immesso, erogata, venduta, consegnata, inviata, restituita',
    taken: 'prelevata, prelevato, ricevuta, ricevuto, presa, assorbita, acquistata, importata',
    from: 'da, dal, dalla, dai',
    to: 'a, al, alla, ai, in, nella, verso',
    by: 'tramite',
    articles: 'la, il, lo',
    utility: 'rete, distributore, gestore',
    customer: 'cliente, clienti, utente',
  },
  nl: {
    given: 'geleverd, geleverde, teruggeleverd, gegeven, geïnjecteerd, verkocht, ingevoed, levering, teruglevering',
    taken: 'afgenomen, ontvangen, betrokken, gekocht, genomen, opgenomen, afname',
    from: 'van, uit',
    to: 'aan, naar, op',
    by: 'door',
    articles: 'het, de',
    utility: 'net, stroomnet, elektriciteitsnet, netbeheerder',
    customer: 'klant, klanten, afnemer',
  },
  pt: {
    given: 'fornecida, fornecido, entregue, injetada, injectada, cedida, vendida, enviada, exportada',
    taken: 'recebida, recebido, retirada, absorvida, comprada, importada, tomada',
    from: 'de, da, do, dos',
    to: 'a, à, ao, aos, na, no, para',
    by: 'pela, pelo, por',
    articles: 'o, os',
    utility: 'rede, distribuidora, operador',
    customer: 'cliente, clientes, consumidor',
  },
};
