using Relevo.Providers.Tests.Support;

namespace Relevo.Providers.Tests.Webhooks;

/// <summary>Seeded damage to every fixture: bits, cuts, doubled and swapped stretches.</summary>
public sealed class MutationTests
{
    private const int PerFile = 2_000;

    public static TheoryData<string> Files() => new(Fixture.Bodies());

    [Theory]
    [MemberData(nameof(Files))]
    public void Normalise_DamagedBody_NeverThrows(string file)
    {
        var body = Fixture.Bytes(file);
        var seed = file.Aggregate(17, (hash, character) => (hash * 31) + character);
        var random = new Random(seed);
        for (var i = 0; i < PerFile; i++)
        {
            // Now and then to the wrong provider: a webhook may be pointed at the wrong address.
            var provider = i % 10 == 0 ? Bodies.Providers[random.Next(Bodies.Providers.Length)] : Fixture.ProviderOf(file);
            WrongTypeTests.AssertSound(provider, Damage(body, random));
        }
    }

    private static byte[] Damage(byte[] body, Random random)
    {
        var copy = (byte[])body.Clone();
        for (var times = random.Next(1, 4); times > 0 && copy.Length > 4; times--)
        {
            var at = random.Next(copy.Length);
            var length = random.Next(Math.Min(copy.Length - at, 200));
            switch (random.Next(6))
            {
                case 0: copy[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: copy[at] = (byte)random.Next(256); break;
                case 2: copy = copy[..at]; break;
                case 3: copy = [.. copy[..at], .. copy[(at + length)..]]; break;
                case 4: copy = [.. copy[..(at + length)], .. copy[at..]]; break;
                default: copy[at] = "{}[]\",:0\\e"u8[random.Next(10)]; break;
            }
        }

        return copy;
    }
}
