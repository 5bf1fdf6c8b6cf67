using System.Text;
using Relevo.Gateway.Commands.Output;

namespace Relevo.Gateway.Tests.Commands;

public sealed class TerminalTests
{
    [Fact]
    public void Complain_VolumeIsFull_EndsNothing()
    {
        using var full = new FullVolume();
        Assert.Throws<IOException>(() => full.WriteLine("x"));
        new Terminal(TextWriter.Null, full, isInteractive: false).Complain("x");
    }

    private sealed class FullVolume : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new IOException("No space left on device");
    }
}
