using System.Runtime.InteropServices;
using System.Text;
using Relevo.Providers.Tests.Support;

namespace Relevo.Providers.Tests.Webhooks;

/// <summary>The provider's own object is handed on byte for byte, and without a copy where nothing has to go.</summary>
public sealed class RawTests
{
    public static TheoryData<string> Files() => new(Fixture.Bodies());

    [Theory]
    [MemberData(nameof(Files))]
    public void Normalise_EachFixture_HandsOnAPartOfTheBody(string file)
    {
        var body = Fixture.Bytes(file);
        foreach (var item in Normalised.Events(Fixture.ProviderOf(file), body))
        {
            var raw = Normalised.Raw(item);
            Assert.DoesNotContain("apikey", raw, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("api_key", raw, StringComparison.OrdinalIgnoreCase);
            if (file != "evolution/logout_instance.json")
            {
                Assert.True(MemoryMarshal.TryGetArray(item.Raw, out var part) && ReferenceEquals(part.Array, body));
                Assert.Contains(raw, Encoding.UTF8.GetString(body), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Normalise_BodyInsideALargerBuffer_HandsOnAPartOfIt()
    {
        var text = Encoding.UTF8.GetBytes(Bodies.Meta(Bodies.MetaText()));
        var buffer = new byte[text.Length + 100];
        text.CopyTo(buffer, 50);
        var read = Assert.Single(Normalised.Events("meta", buffer.AsMemory(50, text.Length)));
        Assert.Equal(Bodies.MetaText(), Normalised.Raw(read));
    }
}
