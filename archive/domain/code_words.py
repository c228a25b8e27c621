"""The words that code names are made of: nature and plain things, harmless in any pairing.

None fits a person's looks, sex, origin, crime or prison; none is on both lists.
"""

_ADJECTIVES = """
airy alpine ample apricot arctic azure balmy bamboo bold boreal breezy brief bright brisk bronze
calm candid cedar cheery chestnut civil clear clever cloudy coastal cobalt cool copper cosmic
cotton cozy cream crimson crisp curious dapper daring deep dewy distant dusky eager early easy
emerald even evening fabled fern festive fine first floral fluent fresh frosty gentle gilded
glad glassy gleaming golden grand granite grassy green hardy hilly indigo jolly joyful leafy
level light lilac linen lively lofty loyal lucid lunar lush maple marble meadow mellow mild
mindful modern modest mossy mountain neat nimble noble northern oaken ochre opal open orchard
pastel patient pebbled pine placid plain pleasant plum polar polished prairie quaint quick quiet
radiant rainy rapid rare regal ripe rising river rosy royal rural russet rustic saffron sapphire
scenic sea serene shiny silent silken silver simple sincere sleek smooth snowy soft solar solid
southern spring stable starry steady stellar still stony sturdy sunlit swift teal tidal tidy
timber topaz tranquil tulip twilight upland valley vast velvet verdant vivid walnut warm wavy
western whole windy wintry wise witty wooden woolen zesty
"""

_NOUNS = """
acorn agate albatross alder almond anchor anchovy antelope apple arbor arch aspen aster avocet
badger banjo barley basalt basket bay beacon beech bell birch bison blossom bluebell boulder
branch buckeye buffalo burrow butte button cactus canoe canyon caribou carrot cascade cello
chickadee cicada cinnamon clarinet cloud clover comet compass condor cormorant cove crane creek
cricket crocus curlew current cypress delta dipper dolphin dove dragonfly drum dune eagle egret
elk elm ember falcon feather ferry fiddle field finch fir fjord flute fog fountain fox galaxy
garden garnet gazelle geyser glacier glade gorge grove guitar harbor hare harp harvest hawthorn
heron hickory hill horizon hummingbird island jacaranda jackdaw juniper kelp kestrel kettle
kingfisher lagoon lake lantern larch lark lavender ledge lemon lichen linnet lotus lupine magpie
mallow manatee mango manzanita marigold marlin marmot marsh mesa mint moon moss moth mulberry
nectar nightingale nuthatch nutmeg oak oasis ocean orchid oriole osprey otter owl paper parsley
pear pebble pecan pelican peony pepper petal pheasant piano planet plover pond poplar puffin
quail quartz quill quince rain raven redwood reef ridge salmon sandpiper seal sequoia shell
shore skylark slate snow sparrow spruce squirrel starling stone stork stream summit sunrise surf
swan sycamore tanager teapot tern thistle thrush thyme tide tundra turtle vine warbler waterfall
wave willow wind yarrow yucca zephyr zinnia
"""

ADJECTIVES = tuple(_ADJECTIVES.split())
NOUNS = tuple(_NOUNS.split())
