"""Words of both languages that recognition knows: names of circles that are ordinary words, and what goes with them."""

from decisions.recognition.words import stem


def words(listed: str) -> frozenset[str]:
    """Return the words of a list."""
    return frozenset(listed.split())


def stems(listed: str) -> frozenset[str]:
    """Return the stems of the words of a list."""
    return frozenset(map(stem, listed.split()))


ORDINARY = stems(
    """
    area areas association blog calendar campaign career charter chat club coffee committee conference
    contributors council crisis day days direction diversity economy ecosystem ecosystems election ethics
    executive factory family fair farm fellowship formality forum foundation future garden general goal goals
    graphics group groups guide guides guild hiring home hotel hub humans ideas import imports initiative
    initiatives island kids leads life line mail marketplace mentors mission moderation nature news newsletter
    night ops organisation outreach owners park pilot pilots plan plans portal post privacy profile profiles
    public radio reading regulation reserve room secretariat self shop social speakers sponsors sport stage
    start state steering strategy students studies subject summit survey tax teaching theatre theory trait
    traits traffic translation translations treasurer tree village voice volunteers website websites week
    writing year youth zone access all api apis app arm async back backend book bootstrap bot box browser cargo
    clippy cli code common compiler console const core crate crates devices docs documentation edition editor
    embedded error errors estimation feature features front frontend game help inline language languages lint
    lints list main map mirror modules opaque open parallel parser patch pattern patterns plugin portable query
    reference review rules safe secure stable standardisation stream style syntax target targets triage type
    types unsafe windows administration architecture assembly audit board brand build business campus care cash
    certification chain channel client clients cloud commerce communication communications community company
    compliance content control culture customer customers data delivery demand design development digital
    distribution education energy engineering engine environment equipment event events experience facilities
    field finance financial firmware food frame fundraising funding gear governance ground growth hardware
    health hosting house housing identity image impact industrialisation information infrastructure innovation
    installation integration interface international inventory investment kitchen knowledge lab labour land law
    leadership learning legal library living logistics machine maintenance management manufacturing market
    marketing materials media medical member members method methods metrics mobile mobility model money motor
    music network networks nursing office operation operations order orders packaging part parts partner
    partners people performance personnel planning platform policy politics power practice press price prices
    process procurement product production products programme program project projects prototype purchase
    purchasing quality recruitment release reliability repair research resource resources retail risk risks
    safety sale sales school science season security service services site sites software solution solutions
    source space staff standard standards store structure studio supplier suppliers supply support
    sustainability system systems team technical technology test testing tests time tool tools tooling trade
    training transport travel treasury trial trials user users value vision warehouse water web welcome well
    wells wood work workshop accueil achat achats activité affaires alimentation animation appui
    approvisionnement archives atelier banc bâtiment bois boutique bureau caisse calcul capital carte chantier
    chaud clientèle commande commandes comptabilité conception conformité conseil construction contenu contrôle
    corps cuisine débit données développement droit eau économie écriture édition éducation énergie entretien
    environnement équipement essai essais étude études événement événements expérience exploitation export
    fabrication ferme fermes finances financement fonds force formation fournisseur fournisseurs garantie
    gestion habitat implantation impression informatique ingénierie intégration jardin juridique livraison
    logement logiciel logistique magasin marché marchés matériaux matériel médias mesure méthode méthodes
    mobilité modèle moteur musique numérique opération opérations orientation outil outillage outils paie
    partenaire partenaires patrimoine pièce pièces pilotage planification plateforme politique pose pratique
    presse prestation prix procédé produit produits projet promotion protection publication qualité recherche
    recrutement réseau réseaux ressource ressources restauration risque risques salle santé savoir secours
    sécurité soin soins solidarité stock stocks stratégie système systèmes technique technologie terrain textile
    théâtre trésorerie tri usage usine utilisateur utilisateurs vente ventes vie ville voirie
    """
)
"""Stems of words that circles are called by and that people use for something else: these need a sign beside them."""

GENERIC = stems(
    """
    self circle circles working cercle cercles team teams équipe équipes squad group groupe pôle crew wg initiative
    contributors sub department dept département the of and for in on to a an de du des la le les l d et à au
    aux en pour & unit unité service
    """
)
"""Stems of words in a name that say nothing of which circle it is; where nothing else is left, they are the name."""

BESIDE = stems(
    """
    circle circles team teams crew people folks guys colleagues department dept squad pilot delegate facilitator
    room cercle équipe pilote délégué déléguée voices
    """
)
"""Stems of words that make a name of the word before: the market team."""
BEFORE = stems(
    """
    circle cercle équipe team pôle chez squad département department collègues ceux celles
    """
)
"""Stems of words that make a name of the word after, with or without an article between: l'équipe du marché."""
ASKED = stems(
    """
    ask asks tell tells inform informs warn warns oblige obliges require requires demander demande prévenir
    prévient informer informe obliger charger charge
    """
)
"""Stems of verbs of which people are the object: ask market to redo it."""
ARTICLES = words(
    """
    the a an le la les l du des de d au aux un une ce cette our your their its notre votre leur nos vos leurs my
    his her
    """
)
"""What stands before a noun."""
JOINING = words(
    """
    and or et ou plus with avec puis then also aussi as well nor ni
    """
)
"""What joins two things that are done: after it a name may begin to act."""
ACTING = words(
    """
    has have must will would should shall can could may might needs need does do did gets takes gives pays makes
    changes moves redoes redraws rewrites rebuilds reworks reprints replaces reinstalls rewires retests adapts
    adjusts updates stops starts loses drops hands buys orders checks keeps carries follows sends signs decides
    handles waits becomes ships prints swaps ends leaves accepts refuses agrees doit devra devrait va aura sera
    serait peut pourra perd prend prendra refait refera change changera modifie adapte paie paiera fait fera
    reçoit cède achète commande adaptera reprend reprendra arrête cesse met mettra réimprime ajuste vérifie suit
    signe gère réinstalle recâble abandonne renonce accepte refuse lent gave took made got sent built bought
    paid kept lost left put set ran drew held said told wrote had went came wants waited prête prêtera donne
    donnera ont avait auront devront doivent peuvent vont sont
    """
)
"""What a circle does, right after its name."""

SHORT = {
    "electronic": ("elec", "elek", "electro"),
    "hydraulic": ("hydro", "hydrau"),
    "mecanic": ("meca", "mech", "mec"),
    "prototype": ("proto",),
    "industrialisation": ("indus",),
    "certification": ("certif",),
    "accounting": ("compta", "acct"),
    "comptabilit": ("compta",),
    "marketing": ("mktg", "mkg"),
    "market": ("mkt",),
    "communication": ("comm", "com", "comms"),
    "informatic": ("info",),
    "production": ("prod",),
    "development": ("dev",),
    "developpement": ("dev",),
    "administration": ("admin",),
    "engineering": ("eng",),
    "software": ("sw",),
    "hardware": ("hw",),
    "logistic": ("log", "logi"),
    "laboratory": ("lab",),
    "laboratoire": ("labo", "lab"),
    "documentation": ("docs", "doc"),
    "numeric": ("num",),
    "supply": ("sup",),
    "purcasing": ("purch",),
}
"""Short forms that are not the beginning of the word, or shorter than four letters; keyed by stem."""

TRANSLATIONS: tuple[tuple[str, ...], ...] = (
    ("accounting", "comptabilité"),
    ("archives", "archive"),
    ("assembly", "assemblage", "montage"),
    ("board", "bureau", "conseil"),
    ("buildings", "bâtiments"),
    ("cash", "trésorerie", "treasury"),
    ("catering", "restauration"),
    ("cleaning", "nettoyage"),
    ("compliance", "conformité"),
    ("construction", "chantier"),
    ("customers", "clients"),
    ("customer service", "service client", "service clients", "customer support"),
    ("data", "données"),
    ("delivery", "livraison"),
    ("design", "conception"),
    ("development", "développement"),
    ("digital", "numérique"),
    ("engineering", "ingénierie"),
    ("environment", "environnement"),
    ("events", "événements"),
    ("facilities", "locaux"),
    ("field", "terrain"),
    ("fundraising", "collecte de fonds"),
    ("funding", "financement"),
    ("garden", "jardin"),
    ("governance", "gouvernance"),
    ("hardware", "matériel"),
    ("health", "santé"),
    ("housing", "logement", "habitat"),
    ("human resources", "ressources humaines", "people", "hr", "rh"),
    ("information technology", "informatique", "it"),
    ("kitchen", "cuisine"),
    ("laboratory", "laboratoire"),
    ("learning", "apprentissage"),
    ("legal", "juridique"),
    ("logistics", "logistique"),
    ("maintenance", "entretien", "service", "after-sales", "après-vente", "sav"),
    ("manufacturing", "fabrication"),
    ("market", "marché"),
    ("materials", "matériaux"),
    ("members", "membres", "adhérents"),
    ("network", "réseau"),
    ("nursing", "soins"),
    ("operations", "opérations", "exploitation"),
    ("partnerships", "partenariats"),
    ("planning", "planification"),
    ("power", "puissance"),
    ("procurement", "purchasing", "achats", "supply chain", "achats et logistique", "approvisionnement"),
    ("product", "produit"),
    ("publishing", "édition"),
    ("quality", "qualité"),
    ("recruitment", "recrutement"),
    ("research", "recherche"),
    ("research and development", "recherche et développement", "r&d"),
    ("safety", "sécurité"),
    ("sales", "ventes", "commercial"),
    ("software", "logiciel"),
    ("strategy", "stratégie"),
    ("support", "assistance"),
    ("tests", "essais"),
    ("tools", "outils", "outillage"),
    ("training", "formation"),
    ("warehouse", "entrepôt"),
    ("water", "eau"),
    ("welcome", "accueil", "reception"),
    ("workshop", "atelier"),
)
"""What circles are called in one language and in the other, where the words are not alike (electronics is)."""
