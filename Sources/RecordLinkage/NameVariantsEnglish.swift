/// English, Scottish and Irish first names: names of one person on the left, short and pet forms on
/// the right. Written for this project; docs/names.md names what was read.
let englishNicknames = """
    aaron: ron
    abigail: abby abbie gail
    adam: ad addy
    adelaide adeline: addie ada della
    agnes: aggie nessie
    aidan aiden aodhan:
    alan allan allen alain: al
    albert: al bert bertie
    alexander alasdair alastair alistair: alex alec sandy xander lex al zander
    alexandra: alex alexa lexi lexie sandra sandy alix
    alfred: alf alfie fred al
    alice alicia alison allison: ali ally allie
    amanda: mandy mandi
    amelia: millie mia amy
    andrew: andy drew
    angela: angie ange
    ann anne anna: annie nan nancy
    annabel annabelle: bella belle anna
    anthony antony: tony ant
    antonia: toni tonia
    april: apryl
    archibald: archie
    arnold: arnie
    arthur: art artie
    barbara: barb babs barbie bobbie
    bartholomew: bart
    beatrice beatrix: bea trixie
    benjamin: ben benny benji benjy
    bernadette: bernie detta
    bernard: bernie
    bethany: beth
    brendan: bren
    bridget brigid: bridie biddy
    bradley: brad
    caitlin: cait katie
    caleb: cal
    cameron: cam
    calvin: cal
    carol carole: caz
    caroline carolyn: carrie caro lyn
    cassandra: cass cassie
    catherine katherine kathryn katharine cathryn: kate katie kathy cathy kath cath kay kit kitty
    cecilia cecily: cissy celia
    charles: charlie chuck chas chip charley
    charlotte: charlie lottie lotte char
    chelsea: chels
    cheryl: cherie
    christina christine christiana: chris chrissie christy tina kris crissy
    christopher: chris kit topher kris
    cian kian:
    claire clare:
    clifford: cliff
    clinton: clint
    colin: col
    conor connor:
    constance: connie
    cornelius: neil corny
    curtis: curt
    cynthia: cindy
    daniel: dan danny
    danielle: dani
    darren: daz
    david: dave davey davy dai
    deborah debra: debbie deb debby
    declan: dec
    delores dolores: lola
    denis dennis: den denny
    derek: del
    desmond: des
    diana diane dianne: di
    dominic: dom nic
    donald: don donnie
    dorothy dorothea: dot dottie dolly dora thea
    douglas: doug dougie
    duncan: dunc
    dylan dillon:
    edith: edie
    edmund edward edwin: ed eddie ted teddy ned
    eileen aileen:
    elaine: lainey
    eleanor elinor eleanora: ellie nell nora nellie ella
    elizabeth elisabeth: liz beth lizzie betty eliza betsy bess libby lisa liza elsie lily ellie
    eamonn eamon:
    emily: em emmy millie
    emma: em emmy
    eoin eoghan owen:
    ernest: ernie
    esther: essie hetty
    eugene: gene
    evelyn: evie
    ezekiel: zeke
    felicity: flick fliss
    fiona: fi
    florence: flo florrie flossie
    frances: fran frankie francie fanny
    francis: frank fran frankie
    franklin: frank
    frederick frederic fredrick: fred freddie freddy
    gabriel: gabe
    gabrielle gabriella: gabby gaby ella
    gareth garth: gary gaz
    gavin: gav
    geoffrey jeffrey: geoff jeff
    george: georgie
    georgina: georgie gina
    georgia: georgie
    gerald gerard: gerry ger jerry
    gillian jillian: gill jill gilly
    glenn glen:
    graham graeme grahame:
    grainne:
    gregory: greg
    gwendolyn gwendoline: gwen
    hannah: han
    harold: harry hal
    harriet: harri hattie
    helen helena ellen: nell nellie lena ellie
    henrietta: hettie etta
    henry: harry hank hal
    herbert: herb bert herbie
    howard: howie
    hugh: hughie
    ian iain:
    imogen: immy
    irene: rene
    isaac: ike zac
    isabel isabella isabelle isobel: izzy bella belle bel issy isa
    jacob: jake jack
    jacqueline: jackie jacqui
    james: jim jimmy jamie jem jimmie
    jamie jaime:
    jane: janey janie jenny
    janet: jan
    janice: jan
    jason: jay
    jasmine: jas jazz
    jean: jeannie
    jennifer: jen jenny jenni jennie
    jeremiah: jerry
    jeremy: jez jerry jem
    jerome: jerry
    jessica: jess jessie
    jill: jilly
    joanna joanne: jo joey
    jodie jody:
    john: jack johnny jon johnnie
    jonathan jonathon johnathan: jon jonny jonty nathan jono
    jordan: jord
    joseph: joe joey jo
    josephine: jo josie
    joshua: josh
    joyce: joy
    judith: judy jude
    julia julie juliet: jules
    julian: jules
    karen: kaz
    katelyn kaitlyn: kate katie
    keith: keef
    kelly: kel
    kenneth: ken kenny
    kerry kerrie:
    kevin: kev
    kieran ciaran:
    kimberly kimberley: kim kimmy
    kirsten: kirsty
    kristen kristin: kris
    laura lauren: laurie lori
    lawrence laurence: larry laurie lawrie
    leonard: len leo lenny
    leslie lesley: les
    lewis louis: lou louie lew
    lillian lilian: lily lil
    linda: lyn lindy
    lindsay lindsey: linds
    lorraine: lori
    louise louisa: lou lulu
    lucy lucille lucinda: lu lulu cindy luce
    luke lucas:
    lynn lynne: lyn
    lydia: lyddie
    madeleine madeline: maddie maddy
    magdalene: maggie lena
    malcolm: mal
    marcus: marc mark
    margaret: maggie meg peggy marge margie madge maisie peg megan greta daisy rita
    maria: mia
    marian marion:
    marianne: mari
    marjorie margery: marge margie
    mark marc:
    martha: marty
    martin: marty mart
    mary: molly polly may mamie
    mathew matthew: matt matty
    matilda mathilda: tilly tillie mattie
    maureen: mo
    maurice: mo morris
    maxine: max
    maximilian maxwell: max
    megan meghan: meg
    melanie: mel
    melissa: mel missy lissa
    melvin: mel
    michael: mike mick mickey micky mikey
    michelle: shell chelle
    mildred: millie
    miranda: randy mandy
    mitchell: mitch
    molly mollie:
    monica: mon
    muhammad mohammed mohammad mohamed muhammed: mo
    nancy: nan
    natalie natalia: nat
    natasha: tasha tash nat
    nathan nathaniel: nate nat
    neil niall neal:
    nicholas nicolas: nick nicky nico
    nicola: nicky nikki nic
    nicole: nicky nikki nic
    nigel: nige
    noreen nora: norah
    norman: norm
    oliver: ollie olly
    olivia: liv livvy libby
    oscar: ozzie
    pamela: pam
    patricia: pat trish tricia patty patsy
    patrick padraig padraic: pat paddy
    paul: paulie
    paula: pauly
    paulina pauline: polly
    penelope: penny
    percival: percy
    peter: pete
    philip phillip: phil pip
    philippa phillipa: pippa pip
    phoebe: phebe
    phyllis: phyl
    priscilla: cilla prissy
    rachel rachael: rach rae
    ralph: rafe
    randolph randall: randy
    raymond: ray
    rebecca rebekah: becky becca bex beck
    reginald: reg reggie
    rhys reece reese:
    richard: rick dick ricky rich richie ricki
    robert: bob rob bobby robbie bert robby
    roberta: bobbie
    robin robyn:
    roderick: rod roddy rory
    rodney: rod
    roger: rog
    roisin rosheen:
    roland: rollo rolly
    ronald: ron ronnie
    rory ruairi:
    rosalind: ros roz
    rosanna roseanne: rose rosie
    rose: rosie
    rosemary rosemarie: rose rosie romy
    rupert: ru
    russell: russ rusty
    sally: sal
    samantha: sam sammy
    samuel: sam sammy
    sandra: sandy
    sarah sara: sally sadie
    scott: scotty
    sean shaun shawn:
    sebastian: seb bas
    sharon: shaz
    sheila: shelagh
    sidney sydney: sid
    simon: si
    sinead:
    solomon: sol
    siobhan: shevaun
    sofia sophia sophie: soph fi
    stacey stacy:
    stanley: stan
    stella: estella
    stephanie: steph stevie steff
    stephen steven: steve stevie ste
    stewart stuart: stu stew
    susan susanna susannah: sue susie suzie suzy sukie
    suzanne: sue suzie suzy
    sylvester: sly
    tabitha: tabby
    terence terrance terrence: terry
    teresa theresa: terry tess tessa tracy
    thaddeus: thad
    theodora: theo dora thea
    theodore: theo ted teddy
    thomas: tom tommy thom
    timothy: tim timmy
    tobias toby:
    tracey tracy:
    tristan: tris
    valerie: val
    vanessa: nessa ness
    vera: verity
    vernon: vern
    veronica: ronnie ron
    victor: vic
    victoria: vicky vicki tori vic vikki vickie
    vincent: vince vinny vin
    viola violet: vi
    virginia: ginny ginger
    vivian vivien vivienne: viv
    walter: walt wally
    wendy: wends
    wesley: wes
    wilfred: wilf fred
    william: bill will billy liam willie willy wills
    winifred: winnie freda win
    winston: win
    yvonne: evonne
    zachary zachariah: zach zac zack zak
    zoe: zo
    """
