"""What offices call the columns of a roster, in English, German, French, Spanish, Italian, Portuguese and Dutch.

One table, :data:`NAMES`. Case, accents, spaces, hyphens and small words do not count, and ``#``, ``No.`` and ``Nr.``
are the word number.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import cache

EXACT, PART, SIMILAR = 100, 80, 70
"""How well a name says what a column is: it is the very name, holds it, or is misspelled by a letter or two."""
LIKENESS = 0.88
SHORTEST_SIMILAR = 6
"""Letters of a name that a misspelling is looked for in; short words differ by a letter and mean something else."""
PART_LOSS = 4
"""For each further word beside the name."""
FARTHEST = 2
"""Further words that a name may have."""

NAMES = {
    "cases.case_id": "case id|case number|case|case ref|case reference|case key|file number|file ref|file reference"
    "|docket number|matter number|matter id|matter|cause number|ticket|ticket number|ticket id|record number|record id"
    "|client id|client number|referral id|referral number|aktenzeichen|az|aktennummer|akte|fallnummer|fall number|fall"
    "|fall id|vorgang|vorgangsnummer|geschaftszeichen|numero dossier|dossier|reference dossier|ref dossier"
    "|numero affaire|numero caso|caso|numero expediente|expediente|id caso|numero pratica|pratica|fascicolo"
    "|numero fascicolo|numero processo|processo|zaaknummer|zaak|dossiernummer"
    "|case num|case file|court number|docket id|mandat|mandatsnummer|geschaftsnummer|dossier id",
    "cases.case_type": "case type|type case|type|category|case category|matter type|offense type|offence type"
    "|offense|offence|charge|charges|charge type"
    "|referral type|program|program type|service type|supervision level|level supervision|supervision type"
    "|caseload type|issue type|request type|record type|kind case|fallart|fall art|falltyp|fallgruppe"
    "|art|verfahrensart|deliktart|delikt|aktenart|sachgebiet|type dossier|type affaire|nature|nature affaire|categorie"
    "|tipo caso|tipo|tipo expediente|categoria|tipo pratica|tipo processo|zaaktype|soort|soort zaak",
    "cases.weight_hours": "weight hours|weight|case weight|hours per case|case hours|hours needed|hours month"
    "|monthly hours|estimated hours|effort hours|effort|workload|workload hours|gewicht|fallgewicht|stunden pro fall"
    "|stunden je fall|aufwand|aufwand stunden|aufwand std|stunden monat|heures par dossier|charge|charge heures|poids"
    "|horas por caso|carga|peso|ore per caso|ore pratica|uren per zaak|gewichtung"
    "|est hours|estimated effort|expected hours|case load hours|stunden fall|fallaufwand|heures estimees"
    "|horas estimadas",
    "cases.office": "office|county|region|branch|site|location|unit|field office|district|district office|division"
    "|office location|dienststelle|standort|buro|landkreis|kreis|bezirk|aussenstelle|niederlassung|bureau|agence|site"
    "|comte|secteur|oficina|condado|sede|ufficio|escritorio|comarca|kantoor|vestiging|regio",
    "cases.docket": "docket|docket type|calendar|court|court part|list|abteilung|referat|kammer|gericht|role|chambre"
    "|tribunal|sala|juzgado|sezione|vara|rechtbank",
    "cases.required_skills": "required skills|skills|skill|skill needed|skills needed|skills required|language"
    "|languages|language needed|preferred language|primary language|client language|interpreter|interpreter language"
    "|certification|certification required|sprache|sprachen|muttersprache|benotigte sprache|fachkenntnisse"
    "|qualifikation|dolmetscher|langue|langues|competence|competences|competences requises|idioma|idiomas|lengua"
    "|habilidades|lingua|lingue|competenze|lingua parlata|idioma cliente|taal|talen|vaardigheden",
    "cases.priority": "priority|risk level|risk|urgency|severity|priority level|risk category|risk tier|prioritat"
    "|dringlichkeit|risiko|risikostufe|stufe|gefahrdung|priorite|niveau risque|risque|urgence|prioridad|riesgo"
    "|nivel riesgo|urgencia|priorita|rischio|livello rischio|prioridade|risco|prioriteit|risico",
    "cases.current_officer": "current officer|assigned to|assigned officer|officer|assignee|assigned|caseworker"
    "|case worker|worker|case manager|owner|case owner|assigned worker|assigned caseworker|primary worker"
    "|primary officer|handler|case handler|attorney|assigned attorney|probation officer|parole officer|po|pdo"
    "|responsible|staff|staff member|investigator|detective|agent|social worker|clinician|counselor|held by"
    "|sachbearbeiter|sachbearbeiterin|sachbearbeitung|zustandig|bearbeiter|bearbeiterin|betreuer|bewahrungshelfer"
    "|fallmanager|mitarbeiter|zugewiesen an|zugeteilt an|fachkraft|agent|referent|gestionnaire|charge dossier"
    "|affecte a|attribue a|travailleur social|responsable|intervenant|asignado a|asignado|agente|trabajador social"
    "|encargado|funcionario|assegnato a|assegnatario|operatore|incaricato|atribuido a|responsavel|tecnico"
    "|toegewezen aan|behandelaar|medewerker"
    "|officer id|officer number|officer name|worker id|worker name|employee id|employee name|staff id"
    "|staff name|caseworker id|caseworker name|case manager name|case officer|badge|badge number|badge id|attorney name"
    "|assigned officer id|assigned worker id|assigned staff|assigned user|owner name|user name|po name"
    "|supervising officer|attorney record|counsel|lawyer|assigned counsel|defender|assigned defender|public defender"
    "|anwalt|anwaltin|verteidiger|avocat|abogado|defensor|avvocato|advocaat",
    "cases.pinned": "pinned|fixed|locked|keep officer|do not move|do not reassign|bleibt|fest|gesperrt|bloque|fijo"
    "|fisso|fixo|vast",
    "cases.pinned_to": "pinned to|fixed to|reassign to|transfer to|umzuteilen an|abzugeben an",
    "cases.excluded_officers": "excluded officers|excluded officer|conflict|conflicts|conflict interest"
    "|conflict interest with|not assignable to|recused|recusal|ausgeschlossen|befangen|befangenheit|interessenkonflikt"
    "|exclus|conflit interet|excluidos|conflicto intereses|esclusi|conflitto interessi|conflito interesses"
    "|uitgesloten",
    "cases.keep_together": "keep together|family|family id|family number|household|household id|related case"
    "|related cases|linked case|group|case group|codefendant group|co defendant group|sibling group|familie"
    "|familiennummer|haushalt|bedarfsgemeinschaft|verbund|zusammen|famille|foyer|groupe|familia|hogar|grupo|famiglia"
    "|nucleo familiare|gezin|huishouden",
    "cases.opened": "opened|open date|date opened|opened on|opening date|start date|date assigned|assigned date"
    "|intake date|date received|received|filed|filing date|date filed|created|created on|created at|creation date"
    "|referral date|case opened|eroffnet|eroffnet am|eroffnung|eroffnungsdatum|eingang|eingangsdatum|angelegt"
    "|angelegt am|beginn|fallbeginn|date ouverture|ouvert le|ouverture|date creation|fecha apertura|apertura"
    "|fecha inicio|abierto|data apertura|aperto il|data abertura|abertura|datum geopend|geopend|openingsdatum"
    "|opened at|opened date|received date|case open date|case start date|case created|intake|assignment date|erfasst"
    "|erfasst am",
    "officers.officer_id": "officer id|officer|officer number|officer name|name|employee|employee id|employee number"
    "|employee name|staff id|staff|staff name|staff member|worker|worker id|worker name|caseworker|caseworker id"
    "|caseworker name|case manager|badge|badge number|attorney|attorney name|agent|user|username|id|person|resource"
    "|full name|sachbearbeiter|sachbearbeiterin|mitarbeiter|mitarbeiterin|personalnummer|kurzel|kurzzeichen"
    "|bearbeiter|fachkraft|nom|agent|matricule|nom agent|gestionnaire|nombre|agente|empleado|funcionario|nome"
    "|operatore|matricola|dipendente|tecnico|naam|medewerker|personeelsnummer"
    "|emp id|emp number|emp name|badge id|officer badge|staff number|personnel number|personal number",
    "officers.available_hours": "available hours|hours|hours available|availability|case hours|hours for cases"
    "|casework hours|capacity|capacity hours|net hours|hours month|monthly hours|stunden|verfugbare stunden"
    "|stunden verfugbar|verfugbar|fallstunden|monatsstunden|stunden monat|kapazitat|heures|heures disponibles"
    "|disponibilite|capacite|horas|horas disponibles|disponibilidad|ore|ore disponibili|horas disponiveis|uren"
    "|beschikbare uren",
    "officers.scheduled_hours": "scheduled hours|schedule|contract hours|paid hours|gross hours|planned hours"
    "|sollstunden|soll|arbeitszeit|vertragsstunden|dienstplan|heures prevues|heures contrat|horas contratadas"
    "|horas programadas|ore contrattuali|horas contratadas|contracturen",
    "officers.leave_hours": "leave hours|leave|vacation|vacation hours|pto|absence|urlaub|urlaubsstunden|abwesend"
    "|fehlzeiten|conges|absence|vacaciones|permiso|ferie|ferias|verlof",
    "officers.training_hours": "training hours|training|fortbildung|schulung|formation|formacion|formazione|formacao"
    "|opleiding",
    "officers.collateral_hours": "collateral hours|collateral|collateral duties|other duties|admin hours"
    "|administrative hours|sonderaufgaben|nebenaufgaben|verwaltung|autres taches|otras tareas|altri compiti",
    "officers.detail_hours": "detail hours|detail|details|rotation|abordnung|detachement|comision servicio|distacco",
    "officers.offices": "offices|office|county|counties|region|branch|site|location|unit|field office|district"
    "|dienststelle|dienststellen|standort|standorte|buro|landkreis|bezirk|bureau|agence|oficina|oficinas|sede|ufficio"
    "|escritorio|kantoor|vestiging",
    "officers.dockets": "dockets|docket|calendar|court|abteilung|referat|kammer|chambre|sala|sezione|vara",
    "officers.skills": "skills|skill|language|languages|languages spoken|speaks|certifications|certification"
    "|qualifications|sprache|sprachen|qualifikation|qualifikationen|kenntnisse|langue|langues|competences|idioma"
    "|idiomas|habilidades|lingua|lingue|competenze|taal|talen|vaardigheden",
    "officers.caseload_standard": "caseload standard|caseload limit|max cases|maximum cases|most cases|case limit"
    "|caseload cap|cap|hochstzahl|max falle|fallobergrenze|obergrenze|max dossiers|maximo casos|casi massimi"
    "|max zaken",
    "officers.efficiency": "efficiency|productivity|effizienz|efficacite|eficiencia|efficienza",
    "weights.case_type": "case type|type|category|case category|offense type|offence type|fallart|falltyp|fallgruppe"
    "|art|deliktart|verfahrensart|type dossier|type affaire|tipo caso|tipo|categoria|tipo pratica|zaaktype|soort",
    "weights.weight_hours": "weight hours|weight|case weight|hours|hours per case|hours case|average hours|gewicht"
    "|fallgewicht|stunden|stunden pro fall|stunden je fall|aufwand|heures|heures par dossier|poids|horas"
    "|horas por caso|peso|ore|ore per caso|uren|uren per zaak",
    "weights.low_hours": "low hours|low|p5",
    "weights.high_hours": "high hours|high|p95",
    "weights.case_cv": "case cv|cv",
    "weights.unit": "unit|einheit|unite|unidad|unita",
    "weights.source": "source|study|quelle|fuente|fonte|bron",
    "weights.from_age_days": "from age days|from age|case age|from day|ab tag",
    "weights.phase": "phase|stage|fase",
    "costs.case_id": "case id|case number|case|aktenzeichen|fallnummer",
    "costs.officer_id": "officer id|officer|officer number|mitarbeiter|sachbearbeiter",
    "costs.cost": "cost|costs|distance|travel cost|kosten|entfernung|cout|coste|costo|custo|kosten",
    "costs.weight_hours": "weight hours|hours",
    "settings.key": "key",
    "settings.value": "value",
    "flow.case_type": "case type|type|fallart|falltyp|type dossier|tipo caso",
    "flow.office": "office|county|dienststelle|standort|bureau|oficina|ufficio",
    "flow.arrivals_per_period": "arrivals per period|arrivals|new cases|intake|inflow|filings|zugange|neue falle"
    "|entrees|entradas|ingressi",
    "flow.closures_per_period": "closures per period|closures|closed cases|dispositions|outflow|abgange|erledigte"
    "|sorties|salidas|uscite",
}
SHEETS = {
    "officers": "officers|officer|staff|employees|workers|caseworkers|team|people|roster|personal|mitarbeiter"
    "|sachbearbeiter|agents|personnel|equipe|agentes|plantilla|personal|operatori|funcionarios|medewerkers",
    "cases": "cases|case list|caseload|open cases|export|active cases|falle|fallliste|akten|vorgange|dossiers|affaires"
    "|casos|expedientes|casi|pratiche|processos|zaken",
    "weights": "weights|case weights|types|case types|gewichte|fallgewichte|fallarten|poids|pesos|pesi|gewichten",
    "costs": "costs|cost|kosten|couts|costes|costi|custos",
    "flow": "flow|arrivals|intake|zugange|flux|flujo|flusso",
    "settings": "settings",
}
SHARES = (
    "fte|percent fte|fte percent|fte percentage|full time equivalent|full time|employment rate|percentage|percent time"
    "|work percentage|stellenanteil|stellenumfang|stellenprozent|beschaftigungsgrad|beschaftigungsumfang|pensum|vza"
    "|vzae|vzk|etp|quotite|quotite travail|taux activite|jornada|tempo parziale|aanstelling|deeltijd|dienstverband"
)
"""Names of columns that hold shares of full time."""
WORD = re.compile(r"[^\W_]+")
NUMBER_WORDS = frozenset({"no", "nr", "num", "numero", "nummer", "number", "n"})
IDS = frozenset({"id", "number", "ref", "reference", "key", "referenz", "kennung", "identifier", "kenn"})
ABBREVIATED = {
    "dt": "date",
    "nbr": "number",
    "asgn": "assigned",
    "asgnd": "assigned",
    "assgnd": "assigned",
    "wkr": "worker",
    "wrkr": "worker",
    "ofcr": "officer",
    "ofc": "office",
    "atty": "attorney",
    "attny": "attorney",
    "lang": "language",
    "cnty": "county",
    "sup": "supervision",
    "supv": "supervision",
    "lvl": "level",
    "prio": "priority",
}
"""Words as old systems shorten them."""
SMALL_WORDS = frozenset(
    {"the", "of", "a", "an", "for", "de", "del", "la", "el", "le", "les", "du", "des", "der", "die", "das", "den"}
    | {"do", "da", "dos", "di", "d", "l", "della", "dello", "het", "een", "van", "in", "is", "std", "h", "hrs"}
)
OTHER_THINGS = frozenset(
    {"previous", "prior", "former", "old", "last", "closed", "close", "closing", "supervisor", "email", "mail", "phone"}
    | {"backup", "secondary", "second", "requested", "updated", "modified", "due", "next", "end", "court", "birth"}
    | {"first", "middle", "given", "initial", "initials", "vorname", "prenom"}
    | {"vorher", "vorheriger", "ehemaliger", "letzte", "letzter", "abschluss", "geschlossen", "vertretung", "telefon"}
    | {"ancien", "precedent", "dernier", "cloture", "anterior", "ultimo", "cierre", "precedente", "chiusura", "vorige"}
)
"""Words that make a name one of something else, unless the name is in the table as a whole."""


_COUNTED = (
    "count counts total sum hours hrs est estimated age amount points score percent pct rate days fee balance rank "
    "year emp employee staff officer worker badge phone zip ssn fte salary anzahl summe stunden alter tage betrag plz "
    "heures nombre dias edad horas importo giorni"
)
COUNTED = frozenset(_COUNTED.split())
"""Words of columns that hold something else than the ids of cases, however different their values are."""


def folded(text: str) -> str:
    """The words of a text without case, accents and signs: ``Eröffnet am:`` is ``eroffnet am``."""
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(WORD.findall(plain))


def normal(name: str) -> str:
    """A name without what does not count: ``CaseID`` and ``case_id`` are ``case id``, ``Case #`` is ``case number``."""
    text = re.sub(r"(?<=[a-zß-ÿ])(?=[A-Z])", " ", name)
    text = text.replace("#", " number ").replace("№", " number ").replace("º", "o").replace("°", "o")
    words = [ABBREVIATED.get(word, word) for word in folded(text).split()]
    if len(words) > 1:
        words = [word for word in words if word not in SMALL_WORDS] or words
        words = ["number" if word in NUMBER_WORDS else word for word in words]
    return " ".join(words)


@cache
def _table(names: str) -> tuple[tuple[str, frozenset[str]], ...]:
    every = dict.fromkeys(normal(name) for name in names.split("|"))
    return tuple((name, frozenset(name.split())) for name in every)


@cache
def likeness(name: str, names: str) -> int:
    """How well a name is one of several (as ``a|b|c``): 0 not at all, to :data:`EXACT`."""
    plain = normal(name)
    words = frozenset(plain.split())
    may_be_misspelled = len(plain) >= SHORTEST_SIMILAR and plain.replace(" ", "").isalpha()
    best = 0
    for known, parts in _table(names):
        if plain == known or plain.replace(" ", "") == known.replace(" ", "") or words == parts:
            return EXACT
        more = len(words) - len(parts)
        if len(parts) > 1 and 0 < more <= FARTHEST and parts < words and not words & OTHER_THINGS:
            best = max(best, PART - PART_LOSS * more)
        elif may_be_misspelled and len(known) >= SHORTEST_SIMILAR and not best and _is_similar(plain, known):
            best = max(best, SIMILAR)
    return best


def _is_similar(name: str, known: str) -> bool:
    if abs(len(name) - len(known)) > FARTHEST:
        return False
    matcher = SequenceMatcher(None, name, known, autojunk=False)
    return matcher.quick_ratio() >= LIKENESS and matcher.ratio() >= LIKENESS


def says(name: str, column: str) -> int:
    """How well the name of an export's column says that it is ``column`` (as ``cases.case_id``).

    A name that is known is no misspelling of another one: Officer is not Office.
    """
    own = column.partition(".")[2]
    if name.strip().casefold() == own:
        return EXACT
    found = likeness(name, NAMES.get(column, own))
    return 0 if found == SIMILAR and normal(name) in _every_name() else found


def first(column: str) -> str:
    """What a column (as ``cases.case_id``) is called first of all."""
    return NAMES.get(column, column).partition("|")[0]


def is_id(name: str) -> bool:
    """Whether a name says that a column holds ids of something: ``id``, ``Nr.``, ``Reference``."""
    return bool(IDS & set(normal(name).split())) or normal(name) in NUMBER_WORDS


@cache
def is_other_thing(name: str) -> bool:
    """Whether a name says that a column holds no ids of cases."""
    others = (names for column, names in NAMES.items() if not column.endswith(".case_id"))
    plain = normal(name)
    return plain not in IDS and (
        bool(COUNTED & set(plain.split())) or any(likeness(name, names) == EXACT for names in others)
    )


@cache
def _every_name() -> frozenset[str]:
    return frozenset(known for names in NAMES.values() for known, _ in _table(names))


@cache
def best(name: str) -> int:
    """How well a text names any column of a roster."""
    return max(says(name, column) for column in NAMES)
