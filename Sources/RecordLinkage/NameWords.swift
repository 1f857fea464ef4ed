// Words that stand in name fields and are no names. Written for this project, in plain letters.

/// Forms of address and academic titles before a name, in the languages of the twenty countries.
let nameTitles = keySet(
    """
    dr doktor doctor prof professor mr mrs ms miss mx sir lady rev hon herr frau fraulein hr fru
    froken frk herra rouva neiti tri dhr mevr mevrouw mw meneer drs ir dipl ing mag monsieur madame
    mme mlle mademoiselle maitre pan pani slecna mgr bc mudr judr phdr rndr mvdr paeddr thdr pharmdr
    mddr inz lek hab sr sra srta senor senora senorita dona lic arq
    """)

/// Degrees after a name.
let nameDegrees = keySet(
    "phd msc bsc mba md llm llb esq csc drsc dis mphil dphil emba")

/// Generation suffixes by what they mean; "Jr" and "II" both name the younger one.
enum Generation: CaseIterable {
    case junior, senior, third, fourth

    var words: Set<NameKey> {
        switch self {
        case .junior: juniorWords
        case .senior: seniorWords
        case .third: thirdWords
        case .fourth: fourthWords
        }
    }
}

private let juniorWords = keySet("jr junior jnr ii ml mladsi yngre")
private let seniorWords = keySet("sr senior snr st starsi eldre aldre")
private let thirdWords = keySet("iii")
private let fourthWords = keySet("iv")

/// What joins two people in one field. Spanish "y" is left out: it joins surnames too.
let nameConjunctions = keySet("og och und and et en")

/// Particles of surnames, and of Spanish and Portuguese first names.
let nameParticles = keySet(
    """
    van von der den de het ter ten te t zu zum zur vom im am af av la le les el los las du des del
    della di da das do dos dal d l y e i af bin ibn al ap mac st sankt op in aan onder
    """)

/// Words given instead of a name, in the languages of the twenty countries.
let placeholderWords = keySet(
    """
    test tests tester testing testperson testuser testkunde testkund testesen testsson prova prueba
    prøve prove zkouska proba essai koe testi testaaja toets dummy demo sample example eksempel
    exempel beispiel voorbeeld exemple ejemplo priklad przyklad esimerkki unknown ukjent okand
    ukendt tuntematon unbekannt onbekend inconnu inconnue desconocido desconocida neznamy neznama
    neznamo nieznany nieznana nieznane anaithnid anonym anonymous anonyme anonimo anonima anoniem
    anonymni anonimowy anonimowa nimeton nimetty na none null nil nan undefined void empty blank nvt
    nb ka entfallt keine keiner angabe angaben brak zadny zadne nic ninguno ninguna nada aucun
    aucune sans geen ingen inget intet ei mikaan tom tomt leer leeg vide vacio prazdny puste tyhja
    name navn namn nimi naam nom nombre jmeno imie nazwa vorname nachname fornavn etternavn
    efternavn fornamn efternamn etunimi sukunimi voornaam achternaam prenom apellido apellidos
    prijmeni nazwisko firstname lastname surname forename first last given family familienname guest
    gast gæst gaest gjest vieras invite invitado host gosc gäst customer client kunde kund asiakas
    klant kunden cliente zakaznik klient user username bruker bruger anvandare benutzer gebruiker
    utilisateur usuario uzivatel uzytkownik kayttaja ticket tickets booking admin administrator info
    noname nobody noone person someone mustermann musterfrau muster modelo meikalainen nordmann
    fulano mengano doe xx yy zz asd asdf asdfg asdfgh asdfghjkl qwe qwer qwert qwerty qwertz azerty
    sdf sdfg dfg fgh ghj hjk jkl zxc zxcv abc abcd abcdef foo bar baz foobar blah bla lorem ipsum
    """)

/// Placeholder words that are also surnames somewhere: they count only where the whole name is made
/// of placeholder words, never for one field alone.
let ambiguousPlaceholderWords = keySet(
    """
    na tom doe host prove proba nic nil ei ka nb first last given family bar vide demo koe modelo
    muster user klient gast guest gosc leer angabe person foo host blank void abc ingen sample
    client
    """)

/// Of those, the ones that make a believable name even together.
let realNamesAmongPlaceholders = keySet(
    "na tom doe host nic nil ei ka nb gast bar demo prove foo muster")

/// Invented people who stand in for nobody, first name and surname in one word.
let inventedPeople = keySet(inventedPeopleText)

let inventedPeopleText = """
    johndoe janedoe joebloggs joepublic maxmustermann erikamustermann olanordmann karinordmann
    mattimeikalainen maijameikalainen medelsvensson mickeymouse minniemouse donaldduck janmodaal
    fulanodetal harrypotter jamesbond santaclaus
    """
