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
    martina: martinka
    matěj matyáš: máťa matýsek
    michaela: míša misa
    michal: míša michálek
    milan: milánek
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
