"""What rows of sums are called: one table for rosters, which ask about them, and for exports, which leave them out.

An export ends with such a row more often than not, so one that is called exactly so is left out, and said. A roster is
written to be planned, and any row of it that may be a sum is asked about. What only may be one, as ``average``, an
export does not leave out either: it becomes a row of the roster, and is asked about there.
"""

from __future__ import annotations

ANYWHERE_LEFT_OUT = (
    "total totals totale totaal totais totales totali gesamt gesamtsumme insgesamt summe summen subtotal zwischensumme "
    "итого всего razem celkem yhteensä toplam 合計"
)
ANYWHERE = (
    "totaux totalt subtotaal endsumme eindtotaal разом всього усього ogółem łącznie összesen σύνολο 総計 小計 合计 "
    "总计 總計 小计 합계 총계 소계 المجموع الإجمالي مجموع "
    "gesamtergebnis ukupno загалом σύνολα jumlah kokku kopā sumatoria tổng"
)
WHOLE_LEFT_OUT = (
    "sum, suma, summa, somme, somma, soma, som, overall, grand total, sub total, total cases, total hours, "
    "total général, total general, i alt"
)
WHOLE = (
    "sums, average, mean, durchschnitt, mittelwert, moyenne, promedio, media, moyen, gemiddelde, średnia, среднее, "
    "сумма, součet, összeg, итог, 平均, 계, סהכ, grand totals, sum total, sous total, total generale, total geral, "
    "genel toplam, all officers, all cases, σ, zusammen, alles zusammen, "
    "skupaj, spolu, vsego, iš viso, tổng cộng, סך הכל, รวม, count, anzahl"
)
EXPORT_ALONE = "all, ensemble"
"""In a roster these are names as good as others: a type of case may be called ``all``."""

SURE = frozenset((*ANYWHERE_LEFT_OUT.split(), *ANYWHERE.split()))
"""Words that make a row a sum wherever they stand in its name."""
WHOLE_NAMES = SURE.union(WHOLE_LEFT_OUT.split(", "), WHOLE.split(", "))
"""What the whole name of a row of sums is."""
LEFT_OUT = frozenset((*ANYWHERE_LEFT_OUT.split(), *WHOLE_LEFT_OUT.split(", "), *EXPORT_ALONE.split(", ")))
"""Names of rows that an export leaves out without a question."""
COUNTED_NOUNS = "cases officers rows records entries items results fälle zeilen einträge cas lignes casos filas"
COUNTED = frozenset(COUNTED_NOUNS.split())
"""What stands after a number in a line that counts the others: ``40 cases``."""
SPANS = ("..", "…", "–", " to ", " bis ", " thru ", " through ")
"""What joins the first and the last of those that were summed up: ``Total D-1..D-6``."""
