/// German first names and their short forms (Germany, Austria, Switzerland).
let germanNicknames = """
    adelheid: heidi adele
    albrecht albert: bert
    alexander aleksander: alex sascha sandro xandi lex
    alexandra: alex sandra sascha xandra
    alfons: fons
    alfred: fred fredi alf
    alois aloisius: luis lois loisl
    andreas: andi andy andré
    anja anna anne: anni anneli annika antje änne
    annemarie: annemie anne
    anneliese annelise: anne lisa liesl
    annegret: anne gret
    anton: toni
    antonia: toni
    armin: mini
    barbara: babs bärbel babsi barbi
    benedikt: bene beni ben
    benjamin: ben benni benny
    bernhard bernard: bernd berni hardy
    bernd berndt:
    brigitte brigitta: gitte gitti britta birgit gitta biggi
    carolin caroline karolin karoline carolina: caro karo line
    christa christiane christina christine kristina kristine: christel chris tina christl
    christian kristian: chris chrissi christl
    christoph christof kristof christopher: chris stoffel toffi
    claudia klaudia: claudi
    klaus claus nikolaus niklaus niklas:
    clemens klemens:
    cornelia kornelia: conny nele conni nelly corinna
    daniel: dani dan
    daniela: dani
    david: dave
    dieter dietrich diether: didi dirk
    dominik dominic: domi nik
    dominique: domi
    dorothea dorothee: doro dora thea dorle dörte
    eberhard: ebi hardy
    eckhard ekkehard eckart: ecki
    eduard edward: edi
    eleonore leonore elenore: lore nora leni
    elfriede: elfi friedel
    elisabeth elsbeth elizabeth: lisa elli else elsa liesl lisbeth betti sissi sisi elise ilse lisi lilly liesel
    elke alke:
    emil: emi
    emilia: emi mila
    engelbert: bert
    erich: erik
    ernst: erni
    eva: evi evchen
    fabian: fabi
    felix: feli
    felicitas: feli
    ferdinand: ferdi nandl
    florian: flo flori
    franz: franzl franzi
    franziska: franzi sissi ziska franka
    friedrich frederik friederich: fritz fred fredi friedel
    friederike frederike: rike rieke fritzi friedel
    gabriel: gabi
    gabriele gabriela: gabi gaby
    georg: schorsch jörg jürgen görg
    gerhard gerhart: gerd gert geri hardy
    gerd gert:
    gertrud gertrude: trude gerti trudi traudl
    gisela: gisi gila
    gottfried: friedel götz
    günter günther gunther: günni
    hannelore: hanne lore hanni
    hanna hannah: hanni hanne
    johanna: hanna hanni hanne joana
    hans johann johannes: hannes hansi jo joni
    hansjörg hansjürgen:
    harald: harry hardy
    hedwig: hedi hedy
    heinrich: heinz heiner heini hein
    heinz heinrich:
    helene helena: leni lena hella
    helga: hella
    helmut helmuth hellmut: helle
    henriette: jette henni
    herbert: herb bertl
    hermann: mandi
    hildegard: hilde hildi
    horst: hotte
    hubert: hubi bert
    hugo: hugi
    ignaz: nazi igi
    ilse: ilsebill
    inge ingeborg ingrid: inga
    irmgard: irmi irma
    isabella isabelle isabel: isa bella isi
    jakob jacob: jocki köbi jack
    jan johannes:
    jana janina: jani nina
    jennifer: jenny jen
    jens johannes:
    jessica jessika: jessi
    joachim: achim jochen jo jockel
    jochen joachim:
    jörg jürgen:
    josef joseph: sepp jupp joschi beppi seppi
    josefa josefine josephine: josi fini peppi pepi
    julia: juli jule julchen
    juliane: juli jule liane
    julian: juli
    julius: jul
    jutta:
    karl carl: kalle charly karli
    karla carla:
    karsten carsten:
    katharina katarina catharina: kathi käthe kati katja trine käthi katha nina
    kathrin katrin catrin: kathi kati
    kerstin kirsten:
    konrad conrad: conny kurt conni
    konstantin constantin: kosta consti
    kristin christin:
    kurt curt:
    laura: lauri
    leonhard leonard: leo hardl lenny
    leopold: leo poldi
    lorenz laurenz: lenz enzo
    lothar:
    ludwig: lutz wiggerl luggi
    lukas lucas: luki luk
    luise louise: lulu
    magdalena magdalene: lena leni magda
    manfred: manni manne fred mani
    manuel: manu
    manuela: manu ela
    marcel: marci
    margarete margareta margarethe: grete gretel gretchen greta rita marga gitta gretl margit margot
    margrit margret:
    maria: mia mizzi mitzi ria
    marie: mariechen mimi
    marianne: nanni janne
    marion:
    markus marcus: mark marc maggi
    marlene maria-magdalena: lene leni marle
    marlies marieliese: lies
    martha marta:
    martin: maddin tinu
    martina: tina
    mathias matthias mattias: matze hias matti thias matthes
    mathilde: tilda hilde thilde
    max maximilian: maxi
    mechthild mechthilde:
    melanie: mel melli
    michael: michi michel mike mischa michl
    michaela: michi ela
    monika: moni
    moritz mauritz: mo
    nadine: nadi
    natalie nathalie: nati
    nicole: nici nicki
    nikolaus niklaus nikolas nicolas niklas: niki nick klaus nico niko
    norbert: bert nobbi
    oliver: oli olli
    oskar oscar: ossi
    otto: otti
    patricia: pat patti
    patrick: pat paddy
    paul: pauli
    paula pauline: pauli
    peter: pit pete pesche
    petra: peti
    philipp philip phillip: phil lipp flip
    rainer reiner: 
    ralf ralph:
    rebecca rebekka: becky becki
    regina regine: gina
    reinhard reinhart: reini hardy
    reinhold: reini
    renate: nati reni
    richard: richi rick
    robert: rob robbi robi bert
    roland: roli rolli
    rolf rudolf:
    roswitha: rosi wita
    rosa rosemarie rosmarie: rosi romy
    rudolf rudolph: rudi rolf
    rüdiger: rudi rüdi
    rupert ruprecht: rupp
    sabine sabina: bine sabinchen bini
    samuel: sam sämi sami
    sandra: sandi
    sebastian: basti wastl basti bastian seb
    siegfried: sigi siggi
    sieglinde: linde sigi
    sigrid: sigi siri
    silvia sylvia: silvi sylvi
    simon: simi
    simone: moni simi
    sofie sophie sofia sophia: sofi fifi
    stefan stephan: steffen stef fani stevo
    stefanie stephanie: steffi stefi fanny
    susanne susanna: susi sanne suse susann
    sven swen:
    tanja tania:
    tatjana: tanja
    theodor: theo
    theresa theresia therese teresa: resi thesi rese terry
    thomas tomas: tom tommy thomi
    thorsten torsten: totti
    tobias: tobi
    ulrich: uli ulli ueli udo utz
    ulrike: uli rike ulli ulla
    ursula: uschi ursel ulla uschi
    uwe:
    valentin: vali
    valentina: vali tina
    verena: vreni reni
    veronika: vroni vero
    viktor victor: vik
    viktoria victoria: vicky vicki
    volker: 
    waltraud waltraut: traudl traudi
    walter walther: walti
    werner: werni
    wilhelm: willi willy helmut wim
    wilhelmine: minna mina wilma minchen helma
    winfried: winni
    wolfgang: wolf wolfi wolle gangerl
    xaver: xaverl xavi
    yvonne ivonne:
    """

/// Dutch, Flemish and Frisian first names; Afrikaans ones of South Africa among them.
let dutchNicknames = """
    abraham: bram braam ab
    adriaan adrianus adriaen: arie ad adri jaan adrie
    adriana: jana adri adrie ariane
    alberdina albertina: tina bertie
    albertus albert: bert ab bertus
    alexander: alex sander lex xander
    alida aleida: lida ali
    andreas andries: dries andre
    anna: anneke anke annie anouk annet annelies
    antonius anton antoon: toon ton tony teun theun anton tonnie
    antonia: tonia toos toni tonny
    arnoldus arnold: arno nol aard
    barend bernardus bernard: ben bernd berend
    bartholomeus: bart mees
    bartel bart:
    bastiaan sebastiaan: bas
    benjamin: ben benny
    catharina katharina catherina: trijntje tineke katrien toos ineke karin carina rina kaatje trien cato nienke tine
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

/// Swedish, Norwegian and Danish first names.
let nordicNicknames = """
    agneta agnete agnetha: neta
    albert: abbe
    alexander aleksander: alex sander xander alle
    alexandra aleksandra: alex sandra
    alf alfred: affe
    anders: andy adde ante
    andreas: andy adde andre
    anette annette: nettan nette
    anita: nita
    anna ann anne: annika anki annie
    anna-karin annakarin: anki
    anne-marie annemarie ann-marie annmarie: mie ami annie
    annika: anki
    ann-sofie annsofie: fia sofie
    anton: tony toni
    arne:
    arvid: arre
    axel aksel:
    barbro: babs babben
    benjamin: ben benny benne
    bengt: benke bengan
    bente benthe:
    berit:
    bernhard bernt: berra
    bertil: berra
    birgitta birgitte: gittan bibbi britt gitte britta biggan
    birgit: gitte
    bjørn björn: bjarne bjørnar nalle
    bo: bosse
    brit britt: 
    camilla kamilla: milla cilla mille
    carina karina: 
    caroline karoline carolina karolina: carro line caro lina
    catharina katarina catarina katharina: kattis cattis nina kajsa kati trine katrine
    catrine katrine cathrine kathrine cathrin catrin: trine kattis katti
    cecilia cecilie: cissi cille sissel cissan
    charlotta charlotte: lotta lotte lottie charlie
    christer krister:
    christian kristian: chris krille kris christer
    christina kristina kerstin stina: stina kicki tina nina kickan kristin kia
    christine kristine: stine tine tina
    christoffer kristoffer christopher: chris stoffe kris toffe
    claes clas klas klaes: klasse
    dag dagfinn:
    dagmar: daggan
    daniel: danne dan dani
    david: dadde dave
    dorthe dorte dorthea dorte:
    ebba:
    edvard edward: edde
    einar ejnar:
    elin ellen:
    elisabeth elisabet elizabeth: lisa lisbeth bettan lisbet elsa else lise betty beth lis elise elisa bettina
    emelie emilie emily: emmy
    emil: emme
    emma: emmy
    erik eric eirik erich: jerker erke kirre
    erling: 
    eva: evy
    fredrik frederik: fredde freddie freddy fred figge fritz
    fredrika frederikke: rikke fia fredde
    frida:
    gabriel: gabbe
    gabriella: gabbi ella
    geir: 
    georg: göran jörgen jørgen
    gerd:
    gerda:
    gudrun:
    gunnar: gunne
    gunilla: nilla
    gustav gustaf: gurra gösta gusten
    göran jöran:
    hans: hasse hansi
    hanna: hanni hannele
    hanne:
    harald: halle
    helena helene: lena lene leni
    helle helene:
    henning:
    henrik henrich: henke rik
    herman: manne
    hilda hilde:
    håkan haakon håkon hakon:
    ida:
    ingeborg: inga bojan inger
    ingegerd:
    ingemar ingmar: inge
    ingrid: inga ninni
    isabella isabel isabelle: bella isa
    ivar iver:
    jakob jacob: jeppe jacke kobbe
    jan: janne
    jeanette jannette: jean nette
    jennifer: jenny jen
    jens: jensa
    jesper: jeppe
    joakim joachim: jocke kim
    johan johannes johann: janne johs jojje hannes jonte johnny
    johanna johanne: hanna jossan hanne jojo
    john jon: jonte johnny
    jonas: jonte jonne
    jonatan jonathan: jonte nathan
    jørgen jörgen:
    jörn jørn:
    josefin josefine josephine: jossan fina
    josef joseph: jossi joppe
    julia julie: jullan
    karin: kajsa
    karen:
    karl carl: kalle charlie
    karl-erik carl-erik karlerik:
    karoline karolina: line
    kenneth kennet: kenta kenny ken
    kerstin kjersti: stina
    kirsten kristin kirsti:
    kjell:
    knut knud:
    konrad conrad: konny
    konstantin: kosta
    kristin kristina: kris stina
    kurt: kurre
    lars laurits lauritz: lasse larsa
    laura: lauri
    leif:
    lennart leonard: lelle lenn
    linda:
    linnea linnéa: linn
    lise elise:
    louise lovisa: lollo lo visa loa
    lukas lucas: lulle luke
    madeleine madelene madelen magdalena: madde lena malin magda
    magnus: mange måns
    maja maya:
    malene malena: lene
    margareta margareth margrethe margrete margaretha: greta maggan grete mette marit rita gretha margit merete
    maria: mia maja maj mie ria marika
    marie: mie
    mari:
    marianne: nanne janne
    marius: 
    markus marcus: mackan mark macke
    marthe marte martha marta:
    martin: marre
    mathias mattias mathias matias mathijs: matte matti mats mads
    mathilda matilda mathilde: tilda tilde tilla
    mats mads matts: 
    max maximilian:
    michael mikael mikkel: micke mikke michel mike
    michaela mikaela: mickan mikki ella
    monica monika: monkan moni
    morten morthen: 
    nathalie natalie: nat
    nicklas niklas niclas nikolas nicolas: nicke nille nicko nico
    nikolai nikolaj: niko
    nils niels nels: nisse
    nina:
    odd:
    olaf olav olof oluf: olle ola ole
    ole ola:
    oliver: olli olle
    oscar oskar: osse okke
    otto: otte
    ove: owe
    patrik patrick: putte patte pat
    paul pål: palle
    peder peter petter per pär: pelle pettan piet
    pernille pernilla: nille nilla pella
    petra: pettan
    philip filip phillip: fille phille pip
    pia:
    ragnar: ragge
    ragnhild: ragna
    rasmus: ras rasse
    rebecca rebecka rebekka: becka bekka beck
    richard rickard rikard: ricke rick
    robert: robban robin robbe rob
    robin: robban
    roger: rogge
    roland: rolle
    rolf: roffe
    rune:
    rolv rolf:
    samuel: sam samme
    sandra:
    sara sarah: 
    sebastian: sebbe bastian seb basse
    sigrid: siri
    sigurd: sigge
    simon: simme
    siv:
    sofia sofie sophia sophie: fia soffi fie
    solveig sólveig: solvi
    staffan stefan stephan steffen: steffe
    stefanie stephanie: steffi
    stein:
    stig: stigge
    sten: stene
    susanne susanna susann: sussi sanna sanne susi
    svein sven svend: svenne
    søren sören:
    terje torgeir:
    teresa therese terese theresa theresia: tess tessan resi terry
    thea dorothea:
    theodor teodor: teo theo
    thomas tomas: tompa tom tommy
    thor tor:
    thorbjørn torbjørn torbjörn thorbjörn: tobbe
    thorsten torsten thorstein torstein: totte
    tobias: tobbe tobi
    tommy: tompa
    tone:
    tore thore: 
    tove thove:
    trond:
    ulf: uffe
    ulrik: ulle uli
    ulrika ulrikke: ulla rikke
    urban: ubbe
    valdemar waldemar: valle
    valentin: valle
    vera:
    victor viktor: vicke vigge
    victoria viktoria: vickan vicky
    vilhelm wilhelm: ville willy helge
    viggo:
    walter valter:
    william: wille ville willy
    yngve: 
    åsa:
    """
