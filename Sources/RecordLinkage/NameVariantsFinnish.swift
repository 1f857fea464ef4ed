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
    elisabet: eliisa elisa liisa elli elsa lissu
    eliisa elisa: elli
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
