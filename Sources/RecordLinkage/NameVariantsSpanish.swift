/// Spanish first names (Spain, Mexico), with Catalan, Galician and Basque forms that one person
/// uses.
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
    andrea: andy
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
