using System.Text.Json;
using Relevo.Providers.Reading;

namespace Relevo.Providers.Tests.Reading;

public sealed class DuplicateNamesTests
{
    [Theory]
    [InlineData("""{"a":1,"b":2}""", false)]
    [InlineData("""{"a":1,"a":1}""", true)]
    [InlineData("""{"a":1,"A":1}""", false)]
    [InlineData("""{"a":1,"\u0061":1}""", true)]
    [InlineData("""{"\u0061":1,"a":1}""", true)]
    [InlineData("""{"\u0061":1,"b":1}""", false)]
    [InlineData("""{"":1,"":1}""", true)]
    [InlineData("""{"x":[{"a":1},{"a":1}]}""", false)]
    [InlineData("""{"x":[1,[{"y":{"a":1,"b":1,"a":1}}]]}""", true)]
    [InlineData("""{"x":{"x":{"x":1}}}""", false)]
    [InlineData("7", false)]
    public void AreIn_Names_AreFoundTwice(string json, bool expected) => Assert.Equal(expected, AreIn(json));

    [Theory]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(100)]
    [InlineData(5_000)]
    public void AreIn_ManyNames_FindsTheOneThatComesBack(int count)
    {
        var names = Enumerable.Range(0, count).Select(i => $@"""name{i}"":0").ToList();
        Assert.False(AreIn("{" + string.Join(',', names) + "}"));
        foreach (var again in new[] { 0, count / 2, count - 1 })
        {
            Assert.True(AreIn("{" + string.Join(',', names.Append(names[again])) + "}"));
        }
    }

    private static bool AreIn(string json)
    {
        using var document = JsonDocument.Parse(json);
        return DuplicateNames.AreIn(document.RootElement);
    }
}
