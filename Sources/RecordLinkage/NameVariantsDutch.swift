/// Dutch, Flemish and Frisian first names; Afrikaans ones of South Africa among them.
let dutchNicknames = """
    abraham: bram braam ab
    adriaan adrianus adriaen: arie ad adri jaan adrie
    adriana: jana adri adrie ariane
    alberdina albertina: tina bertie
    albertus albert: bert ab bertus
    alexander: alex sander lex xander
    alida aleida: lida ali
    andreas andries: dries
    anna: anneke anke annie anouk annet annelies
    antonius anton antoon: toon ton tony teun theun anton tonnie
    antonia: tonia toos toni tonny
    arnoldus arnold: arno nol aard
    barend bernardus bernard: ben bernd berend
    bartholomeus: bart mees
    bartel bart:
    bastiaan sebastiaan: bas
    benjamin: ben benny
    catharina katharina catherina: trijntje tineke katrien toos ineke rina kaatje trien cato tine
    charlotte: lot lotte
    christiaan kristiaan: chris kris
    christina christine: christien tina stien chris
    christoffel kristof christophe: stoffel toffel chris
    cornelia: corrie cor nel nelleke lia neeltje cora nelly
    cornelis: cor kees cees nelis corné cornee
    daniël daniel: daan dan danny
    dirk diederik dirck: dick rik
    dominicus: dominique
    eduard: ed edo ward
    elisabeth elizabeth: els elly lies bets liesbeth betty elsje bep lisette liesje ellie lijsbeth
    ferdinand: ferre nand
    franciscus frans: frank sus cis
    francisca: cisca siska fransje sisca
    frederik fredericus: freek fred frits rik
    gerardus gerard gerrit: ger gerry geert
    geertruida geertrui: truus geertje trudy truida trui
    godfried: govert fried
    gijsbert: gijs bert
    guillaume: guus
    gustaaf gustave augustinus: guus staf
    helena heleen: leen leni lena lenie
    hendrik henricus: henk rik hein harrie hendrikus harry hennie
    hendrika henrica: rika riek henny hennie ria
    hermanus herman: harm manus
    hubertus hubert: huub bert bertus
    ignatius: nas
    isabella isabelle: bella ies
    izaak isaac: sjaak
    jacobus jacob jakob: jaap koos sjaak jacco co cobus
    jacoba: coby cobie co jaapje
    jacques: sjaak
    jan johannes johan: hans joh jantje hannes johnny jo han wannes janus
    johanna: jo joke hanneke anneke annie hanna jopie jannie sjaan jannetje hannie
    jeroen hieronymus:
    jozef josephus jozef joseph josef: jos sjef jef joep joost jo
    jozefina josephina josefien: jos fien josje fientje
    joris georges: sjors
    jurriaan jurgen juriaan: jurre
    karel carolus: karel charel
    klaas nicolaas: nico niek claes klaas nick
    lambertus lambert: bert lam
    laurens laurentius: lou rens lars laurent
    leendert leonardus leonard: leen leo lennart len
    lodewijk louis: lode lou
    lucas: luc luuk
    lucia: luus
    maarten martinus marten: mart tinus martijn
    magdalena: leen lena magda leentje
    marcus: marc mark
    margaretha margriet: greet griet gretha marga greetje margo rita gré
    maria: marie ria mia marijke marieke rie miep mieke marja riet maaike mies
    mathilda mathilde: tilly til tilde
    mattheus matthijs mathijs matthias: thijs matt tijs matty
    mauritius maurits: mau
    michiel michael: chiel giel
    nicole: nikki
    pauline paulina: lien
    paulus paul: pauwel
    petronella: nel petra nelly ella
    petrus pieter peter: piet pierre peer pim
    petra pieternella:
    philippus filip philip: flip phil
    pieter: piet pietje
    quinten quintus: quin
    regina: gien gina
    reinier reinout: rein
    richard: rik ries
    robbert robert: rob robbie bert
    rudolf: ruud dolf rolf
    rutger: rut
    samuel: sam
    sara sarah: saar saartje
    stefanus stefaan stephan stefan: stef fons steven
    susanna: suus sanne suzan
    theodorus theodoor: theo dorus
    theresia theresa: trees threes resi
    thomas: tom tommy maas
    timotheus: tim
    tobias: tob
    ursula: uschi ulla
    veerle:
    victor: vic
    vincentius vincent: vince cent
    wilhelmina: wil mien willemien mina minnie helma wilma willie mientje
    wilhelmus willem: wim pim wil willy helm bill
    wouter walter: wout
    xavier: xaaf
    yvonne:
    """
