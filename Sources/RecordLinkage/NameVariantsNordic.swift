/// Swedish, Norwegian and Danish first names.
let nordicNicknames = """
    agneta agnete agnetha: neta
    albert: abbe
    alexander aleksander: alex sander xander alle
    alexandra aleksandra: alex sandra
    alf alfred: affe
    anders: andy adde ante
    andreas: andy adde
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
    elisabeth elisabet elizabeth: lisa lisbeth bettan lisbet elsa else lise betty beth elise elisa
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
    laura:
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
    margareta margareth margrethe margrete margaretha: greta maggan grete mette marit rita merete
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
