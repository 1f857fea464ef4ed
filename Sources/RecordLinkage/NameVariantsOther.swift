/// Finnish first names, with the Swedish ones of Finland that have a Finnish form.
let finnishNicknames = """
    aleksanteri alexander: alex aleksi santeri ale
    aleksandra: sandra alex
    anna: anni annu annukka anneli ansku
    annamari anna-mari: anni
    antti antero anders: ande anttu
    anton: toni antto
    eeva eva: eevi eve
    eerikki eero erik: erkki
    eliisa elisabet elisa: liisa elli elsa lissu
    emilia: emmi milla
    hanna: hansu hannele
    johanna: hanna jonna
    hannu johannes hans: hanski
    heikki henrik henrikki: heke henkka hessu
    helena: helli leena heljä
    henri: henkka
    ilkka: ile
    ilmari:
    jaakko jakob jaakob: jaska jaakkima jaska
    jari: jartsa
    janne jan johannes:
    johannes juhani juha juho juhana: jussi jukka hannes janne jouni juhis
    joonas jonas: joni jone
    joonatan:
    josef jooseppi: jooso juuso
    juha juhani:
    kaarina katariina katri: kaisa kati katja kata kaija kaju
    kaarlo kalle karl: kake
    katariina: kati katri katja kata kaisa
    kristiina kirsti kirsi: tiina stiina kike krisse
    kristian: krisu
    kustaa kyösti gustaf: kusti
    lauri lars: lasse lare latte
    maarit margareta marketta: reetta marke
    maija maria: mia maikki maisa
    mari:
    marja:
    magdalena: leena matleena
    marjatta: marja
    markku markus: make
    martti martin: mara
    matti matias mathias: masa mattias
    mikael mikko michael: mike miska mikki
    mikael: micke miika mikko miikka
    minna vilhelmiina: mimmi
    nikolai niilo niko nils: nikke
    olavi olli olof: ola
    oskari oscar: okko osku
    paavo paul pauli: pate
    pekka petri pietari per peter: pete pekko petteri
    petteri: pete petri
    pentti bengt: pena
    päivi: pävi
    raimo: rami
    reijo: reiska
    risto kristian: rike
    samuli samuel: sami samppa
    sari: 
    seppo: sepi
    simo simon:
    sofia: sohvi soffi
    stefan tapani: teppo steffe
    susanna: sanna susa sanni
    tapio: tapsa
    teemu:
    tero: 
    tuomas thomas tommi tuomo: tomppa tomi
    tuula:
    ulla ulrika:
    valtteri walter: valtsu
    veikko:
    vilhelm ville wilhelm: 
    ville: vili
    yrjö georg: yrkki
    """

/// French first names (Belgium, Switzerland, Canada).
let frenchNicknames = """
    adrien: adri
    alexandra: alex sandra
    alexandre: alex sacha
    amélie: mélie
    andré: dédé
    anne anna: annie nanette anouk
    antoine: toine tonio titoine antho
    antoinette: toinette
    anthony: antho
    armand: 
    aurélie: lili
    béatrice: béa
    benjamin: ben benj
    benoît benoit: ben
    bernadette: bernie
    bertrand: bert
    camille: cam
    caroline: caro
    catherine: cathy cat cathie kathy
    cécile: céci
    charles: charlie charlot
    charlotte: lotte chacha
    christelle christel:
    christian: chris
    christine: chris cricri tine
    christophe: chris tof
    claude: claudie
    claudine: claudie
    clément: clem
    clémence: clem
    corinne: coco
    cyrille cyril:
    daniel: dan dany
    danielle danièle: dany
    delphine: del
    denis: 
    dominique: dom domi
    édouard edouard: ed doudou
    élisabeth elisabeth: babeth lise betty elsa lili
    élodie: lolo
    emmanuel: manu
    emmanuelle: manu
    étienne etienne: titi
    eugénie: ninie
    fabienne: fab
    fabrice: fab
    florence: flo
    florian: flo
    françois: fanfan franck
    françoise: fanchon soizic
    frédéric: fred
    frédérique: fred
    gabriel: gab gaby
    gabrielle: gaby
    gaëtan: gaet
    geneviève: ginette viviane
    georges: jo jojo
    gérard: gégé
    grégory: greg
    grégoire: greg
    guillaume: guy willy
    guy:
    henri: riton
    hervé:
    hubert: hub
    isabelle: isa
    jacqueline: jackie line
    jacques: jacquot jacky
    jean: jeannot
    jean-baptiste jeanbaptiste: jb jean
    jean-claude jeanclaude: jc
    jean-françois jeanfrançois: jeff jf
    jean-luc jeanluc:
    jean-marc jeanmarc:
    jean-michel jeanmichel: jm
    jean-paul jeanpaul: jp
    jean-philippe jeanphilippe: jp
    jean-pierre jeanpierre: jp
    jeanne: jeannette jeannine
    jérôme: jéjé
    joseph: jo jojo
    josephine joséphine: jo fifine
    julien: juju
    julie: juju
    laurence: lolo
    laurent: lolo
    louis: loulou
    louise: loulou lou
    lucas luc:
    luc lucien:
    lucie: lulu
    madeleine: mado madelon
    marc marcus:
    marcel: 
    margaux margot marguerite: margo
    marie: manon mimi
    marie-claire marieclaire:
    marie-christine mariechristine: marie
    marie-france mariefrance:
    marie-hélène mariehélène: milène
    marie-josé mariejosé: 
    marie-laure marielaure: malo
    marie-louise marielouise: malou marilou
    marie-thérèse mariethérèse: maïté
    martine: titine
    mathieu matthieu: mat
    mathilde: mathou tilde
    maurice: momo
    maxime: max
    michaël mickaël: mike mika
    michel: mimi mich
    michèle michelle: mimi
    monique: momo
    nathalie: nat nath
    nicolas: nico nick
    nicole: nicky
    olivier: oli
    pascal: 
    pascale:
    patricia: pat
    patrick: pat patou
    paul: paulo
    philippe: phil
    pierre: pierrot
    pierrette:
    raphaël: raf raph
    raymond: ray
    rebecca: becky
    rémi rémy remi:
    renée:
    robert: bob
    roger:
    romain: rom
    sabrina: sab
    sandrine: sandy
    sébastien: seb
    serge:
    sophie: soso
    stéphane: steph
    stéphanie: steph
    suzanne: suzie suzette suzon
    sylvain: syl
    sylvie: syl
    théo théodore:
    thérèse: 
    thibault thibaut thibaud: tib
    thierry: titi
    thomas: tom
    valentin: val
    valérie: val
    véronique: véro
    victor: vic vico
    victoire victoria: vicky
    vincent: vince
    virginie: nini
    viviane: viv
    william: will
    xavier: xav
    yann yannick:
    yves: 
    """

/// Czech and Slovak first names.
let czechNicknames = """
    adam: áďa adámek
    adéla: áďa adélka
    alena: ája alenka
    alexandr: saša alex
    alexandra: saša saška
    alice: alicka
    alois: lojza luis
    alžběta eliška: běta bětka bětuška elis
    andrea: áďa andy
    anežka: anka
    anna: anička andulka anča aňa ančka
    antonín: tonda toník tonik
    barbora: bára barča barunka borka
    blanka: blani
    bohumil: bohouš míla
    bohuslav: bohouš slávek
    božena: boženka bóža
    dagmar: dáša dagmara
    daniel: dan danek danda
    daniela: dana danka
    dana danuše: danka danuška
    david: davídek
    dominik: domča dom
    dominika: domča
    dorota: dora dorka
    eduard: eda edík
    emil: mila emilek
    ester: esterka
    eva: evička evka
    filip: fíla filda
    františek: franta fanda fráňa ferko
    františka: fanynka fany
    gabriela: gabina gábina gabča
    hana: hanka hanička háňa
    helena: helenka hela
    ivan: ivánek váňa
    ivana iva: ivanka iveta
    ivo:
    jakub: kuba kubík jakoubek
    jan: honza jenda honzík jeník janek
    jana: janička jaňa janka
    jarmila: jarka jára
    jaromír: jára jarda mirek
    jaroslav: jarda jára jarek slávek jaroušek
    jaroslava: jarka jára slávka
    jindřich: jindra
    jindřiška: jindra
    jiří: jirka jíra jiřík
    jiřina: jiřka jiřinka
    jitka judita: jituška
    josef: pepa pepík jožka josífek jožin
    josefa josefína: pepina
    julie: julča julinka
    karel: kája karlík
    karolína: kája kája karla karol
    kateřina: katka káťa kačka kačenka kača katy
    klára: klárka
    kristýna: týna kika kristýnka
    květoslava květa: květuška
    ladislav: láďa
    lenka: lenča magdalena
    leoš:
    libor: líba
    libuše: líba libuška
    lubomír lubomir: luboš
    lucie: lucka lůca
    luděk ludvík: 
    ludmila: lída liduška milka
    lukáš: luky lukas
    magdaléna magdalena: magda majda lenka
    marcela: marcelka
    marek: mára
    marie: maruška mařenka majka máňa márinka mája mařka
    markéta: markétka maky
    marta: martička
    martin: marťas maťo martínek
    martina: marťa martinka
    matěj matyáš: máťa matýsek
    michaela: míša misa
    michal: míša michálek
    milan: míla milánek
    milada: míla
    miloslav: milda míla
    miroslav: mirek míra
    miroslava: mirka míra
    monika: monča
    natálie: naty natálka
    nikola: niky nikča
    oldřich: olda
    olga: olinka olina
    ondřej: ondra ondrášek
    otakar: ota
    patrik: páťa
    pavel: pája pavlík
    pavla pavlína: pája pavlínka
    petr: péťa peťa petřík
    petra: péťa petruška
    radek radoslav radovan: ráďa
    radka:
    renata: renča
    richard: ríša
    robert: róba robin
    roman: romča
    romana: romča
    rostislav: rosťa
    rudolf: ruda
    růžena: růža růženka
    šárka: 
    simona: simča
    soňa žofie: sofie žofka
    stanislav: standa stáňa
    stanislava: stáňa
    štefan štěpán: štěpa števo
    šimon:
    tereza terezie: terka terezka terča
    tomáš: tom tomík
    václav: vašek venca vašík
    věra: věruška
    veronika: verča verunka nika
    viktor: vítek
    viktorie: viky
    vladimír: vláďa mirek
    vladimíra: vlaďka
    vladislav: vláďa
    vlastimil: vlasta
    vlastimila: vlasta
    vít: vítek
    vojtěch: vojta vojtík
    zdeněk: zdenda
    zdeňka zdenka: zdena
    zuzana: zuzka zuza
    žaneta: 
    """

/// Polish first names.
let polishNicknames = """
    adam: adaś adi
    adrian: adi adek
    agata: aga agatka
    agnieszka: aga agusia agniesia isia
    alicja: ala alka alusia
    albert: bercik
    aleksander: olek alek aleks alex
    aleksandra: ola olka oleńka ala oluś aleks
    andrzej: jędrek andrzejek jędruś
    anna: ania anka andzia hania anusia anula
    antoni: antek tosiek antoś tolek
    antonina: tosia tośka
    arkadiusz: arek aruś
    artur: artek arturek
    barbara: basia baśka barbórka
    bartłomiej bartosz: bartek bartuś
    beata: beatka
    bogdan bohdan: boguś
    bogumiła: bogusia
    bogusław: bogdan boguś bogusz
    bogusława: bogusia
    bożena: bożenka
    bronisław: bronek
    cezary: czarek
    dagmara: daga
    damian: damianek
    daniel: danielek
    danuta: danka danusia
    dariusz: darek daruś
    dawid: 
    dominik: domino domek
    dominika: domi dominisia nika
    dorota: dorotka
    edward: edek edzio
    elżbieta: ela elka elunia
    emilia: emilka mila
    eugeniusz: gienek genek
    eugenia: gienia
    ewa: ewka ewunia
    ewelina: ewelinka ewela
    feliks: felek
    filip: filipek
    franciszek: franek franio
    franciszka: frania
    gabriela: gabrysia gaba
    grażyna: grażka grażynka
    grzegorz: grzesiek grzesio grześ
    halina: halinka hala
    hanna: hania hanka
    helena: hela helenka
    henryk: heniek henio
    henryka: henia
    hubert: hubcio
    ignacy: ignaś
    ilona: ilonka
    irena: irenka irka
    iwona: iwonka
    izabela izabella: iza izunia izka
    jacek: jacuś
    jadwiga: jadzia
    jakub: kuba kubuś
    jan: janek jaś jasiek jasio
    janina: janka jasia
    janusz: 
    jarosław: jarek
    jerzy: jurek
    jędrzej andrzej:
    joanna: asia joasia aśka
    jolanta: jola jolka
    józef: józek ziutek józio
    józefa: józia
    julia: julka
    julian: julek
    justyna: justynka tyna
    kacper kasper: kacperek
    kamil: kamilek
    kamila: kamilka
    karol: karolek lolek
    karolina: karolinka karola lina
    katarzyna: kasia kaśka kasieńka kaja
    kazimierz: kazik kazek
    kazimiera: kazia
    kinga: kinia kunegunda
    konrad: konradek
    krystian: krystek kris
    krystyna: krysia kryśka
    krzysztof: krzysiek krzyś krzysio kris chris
    lech: leszek
    leon: leoś
    lucyna: lucynka
    ludwik: lutek
    łucja: łusia
    łukasz: łukaszek lukas
    maciej: maciek maciuś
    magdalena: magda madzia magdusia lena
    maksymilian: maks max maksiu
    małgorzata: gosia małgosia gośka gosieńka
    marcin: marcinek
    marcelina: marcela
    marek: mareczek maruś
    maria: marysia maryśka mania marylka maja
    marian: marianek
    mariola: mariolka
    mariusz: mariuszek maniek
    marlena: 
    marta: martusia martynka
    martyna: martynka
    mateusz: mati mateuszek
    mieczysław: mietek mieciu
    michał: michałek misiek michaś
    mikołaj: miki mikołajek
    milena: mila
    mirosław: mirek
    mirosława: mirka
    monika: moniczka monia
    natalia: natalka nati
    norbert: norbi
    olga: ola oleńka olgunia
    oliwia: oliwka
    oskar: oskarek
    patrycja: pati patrysia
    patryk: pati
    paulina: paula paulinka
    paweł: pawełek
    piotr: piotrek piotruś
    przemysław: przemek
    radosław: radek
    rafał: rafałek
    renata: renatka
    robert: robuś robercik
    roman: romek
    ryszard: rysiek rysio
    sebastian: seba sebek
    sławomir: sławek
    stanisław: staszek stasiek staś stach
    stanisława: stasia
    stefan: stefek
    stefania: stefa stefka
    sylwester: sylwek
    sylwia: sylwunia sylwka
    szymon: szymek
    tadeusz: tadek tadzio
    teresa: tereska renia
    tomasz: tomek tomuś
    urszula: ula ulka
    wacław: wacek
    waldemar: waldek
    wanda: wandzia
    weronika: wera weronka
    wiesław: wiesiek
    wiesława: wiesia
    wiktor: wiktorek witek
    wiktoria: wika wiki
    wincenty: wicek
    witold: witek
    władysław: władek
    władysława: władzia
    włodzimierz: włodek
    wojciech: wojtek wojtuś
    zbigniew: zbyszek zbych
    zdzisław: zdzisiek zdzich
    zenon: zenek
    zofia: zosia zośka
    zuzanna: zuzia zuza
    zygmunt: zygmuś zyga
    """

/// Spanish first names (Spain, Mexico), with Catalan, Galician and Basque forms that one person uses.
let spanishNicknames = """
    adrián: adri
    agustín: agus tino
    alberto: beto berto tito
    alejandra: ale jandra sandra alex
    alejandro: ale alex jandro álex
    alfonso: fonso poncho alfon
    alfredo: fredo fede
    alicia: ali licha
    almudena: almu
    ana: anita ani
    ana-maría anamaría: anamari ana
    andrea: andy andre
    andrés andreu: andy
    ángel: angelito gelo
    ángela: angelita geli
    ángeles: angie geles
    antonia: toñi tonia toña antoñita
    antonio antoni anton: toni toño antón antoñito tony
    araceli: celi
    arturo: turo
    ascensión: chon
    asunción: asun choni
    beatriz: bea betty
    begoña: bego
    benjamín: benja min
    bernardo: berna
    carlos carles: carlitos charly carlangas
    carlota:
    carmen: menchu mamen carmela carmina carmencita carmelita
    carolina: caro carol
    catalina: cata lina
    cayetana: tana
    cecilia: ceci
    christian cristian: cris
    concepción: concha conchi conchita
    consuelo: chelo
    cristina: cris tina
    cristóbal: tobal cris
    daniel: dani
    daniela: dani
    david:
    diego:
    dolores: lola loli lolita
    domingo: mingo chomin
    eduardo: edu lalo eddy
    elena: ele nena
    elisa:
    elvira: elvi
    emilio: emi milo
    encarnación: encarna
    enrique: quique kike quico
    ernesto: neto
    esperanza: espe lancha
    esteban: 
    eugenia: geni
    eugenio: geno
    eulalia: lali
    fátima: fati
    federico: fede
    felipe: pipe feli
    felisa: feli
    fernando ferran: fer nando nano
    francesc francisco xesco: cesc
    francisca: paca paqui paquita fran
    francisco francesc: paco fran pancho curro kiko quico frasco paquito paquillo cisco
    gabriel: gabi
    gabriela: gabi gaby
    gerardo: gera
    germán:
    gloria: glori
    gonzalo: gonza chalo
    graciela: chela grace
    gregorio: goyo
    guadalupe: lupe lupita
    guillermo guillem: guille memo
    gustavo: gus tavo
    héctor: tito
    ignacio iñigo: nacho iñaki ignasi
    ignasi ignacio:
    inés:
    inmaculada: inma
    irene: ire
    isabel: isa chabela isabelita belita
    jacinto: chinto
    jaime jaume: jimmy
    javier xavier xabier: javi xavi xabi
    jerónimo: jero
    jesús: chus chuy suso chema
    jesúsa jesusa: chusa
    joaquín joaquim: quim quino chimo
    jordi jorge: 
    jorge: coque yorch
    josé josep: pepe pepito pepín josé chepe joselito
    josé-antonio joséantonio: josean joseantonio
    josé-luis joséluis: joselu pepe
    josé-manuel josémanuel: josema chema
    josé-maría josémaría: chema josemari txema
    josé-miguel josémiguel: josemi
    josefa: pepa pepi fina
    josefina: fina pepa josefa
    juan joan: juanito juanillo
    juan-antonio juanantonio: juanan
    juan-carlos juancarlos: juanca
    juan-josé juanjosé: juanjo
    juan-manuel juanmanuel: juanma
    juana: juani juanita
    julián: juli
    julio: 
    laura: lau
    leonardo: leo
    leonor: leo nor
    leticia: leti
    lorenzo: loren
    lourdes: lurdes
    lucía: luci
    luis lluis lluís: lucho luisito güicho
    luisa: lui luisita
    luis-miguel luismiguel: luismi
    magdalena: magda malena lena
    manuel: manolo manu lolo manolito manel
    manuela: manoli manu lola manola
    margarita: marga rita mago margot
    maría: mari maruja mariquita marichu
    maría-ángeles maríaángeles: marian mariángeles
    maría-carmen maricarmen maría-del-carmen maríadelcarmen: mamen
    maría-dolores maríadolores: lola mariló
    maría-eugenia maríaeugenia: maru maruja
    maría-fernanda maríafernanda: mafer marifer
    maría-isabel maríaisabel: maribel marisa
    maría-jesús maríajesús: chus
    maría-josé maríajosé: majo cote
    maría-luisa maríaluisa: marisa
    maría-luz maríaluz: mariluz
    maría-pilar maríapilar: maripili
    maría-teresa maríateresa: maite mayte marite
    maría-victoria maríavictoria: mariví
    mario:
    martín martí:
    mateo mateu: teo
    mercedes: merche mercé merci meche
    miguel miquel mikel: miki migue miguelito
    milagros: mila
    mónica: moni
    montserrat: montse
    natalia: nati
    natividad: nati
    nicolás: nico
    nuria:
    óscar:
    pablo pau: pablito
    paloma:
    patricia: patri paty pati
    patricio: pato
    paula: pau
    paulina: pau
    pedro pere: perico pedrito
    pilar: pili piluca
    purificación: puri
    rafael: rafa falo
    rafaela: rafi
    ramón ramon: moncho monchi
    raquel: raqui
    ricardo: richi ricky cayo
    roberto: rober beto tito
    rodolfo: rodo fito
    rodrigo: rodri
    rosa: rosi rosita
    rosario: charo chayo
    salvador: salva chava
    santiago: santi yago chago
    sara:
    sebastián: sebas
    sergio: sergi checo
    silvia: silvi
    socorro: coco
    sofía: sofi
    soledad: sole marisol
    susana: susi
    teresa: tere teresita
    tomás: tomasín tommy
    valentín: tino vale
    valentina: vale
    verónica: vero
    vicente vicent: chente
    víctor: vic
    victoria: vicky viki
    virginia: virgi vicky
    yolanda: yoli
    """
